"""The chat page: Chainlit shows what the main road answers; nothing is computed here.

Chainlit is a frozen dependency with one global configuration per process, so this package is thin:
`home` prepares the folder it reads, `app` holds its callbacks, `card` turns an Answer into the
props of one custom element, `room` is what the callbacks share with the host.
"""
