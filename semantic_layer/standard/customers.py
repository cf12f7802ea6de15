"""Customers as such: who registered, and how many there are."""

from semantic_layer.standard.recipes import Of, Recipes, recipe

CUSTOMERS = Recipes("customers", (
    recipe(
        "registered_customers", Of("customer", "count", clock="registered"), ("注册客户数", "registered customers"),
        "新注册客户数, 注册人数, 注册用户数, 新增注册, 新增注册客户, new registrations, sign-ups, new sign-ups",
        ("按{time}的客户数；注册不等于首购", "customers by {time}; not the same as first buyers"), noun=("人", "customers"),
    ),
))  # fmt: skip
