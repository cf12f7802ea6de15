"""A drawing as a Plotly figure: fit for a report, and for a phone; numbers written by `scales`."""

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.render.chart_data import Drawing, Panel, Trace, read
from assistant.render.scales import Axis, axis_for, brief
from tools.result import Result

COLOURS = (
    "#1a62d1", "#12a594", "#f08c2e", "#7c5cd6", "#d6409f",
    "#b88a00", "#3a9bd1", "#4e9f3d", "#c2573b", "#6b7689",
)  # fmt: skip
_INK, _SOFT, _GRID, _BASE = "#2a3242", "#6b7689", "#e8ebf0", "#bcc5d3"
_FONT = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, Source Han Sans SC, system-ui, sans-serif"
_MOST_LABELS, _MOST_NAMES, _MOST_SLICES = 12, 12, 8
_LABEL_WIDTH, _NAME_WIDTH, _TITLE_WIDTH = 14, 28, 44
_TIME_TICKS = {"hour": "%m-%d %H:%M", "month": "%Y-%m", "year": "%Y"}


def figure(result: Result, lang: str) -> Any | None:
    """The `plotly.graph_objects.Figure` of a result's chart; None when there is nothing to draw."""
    drawing = read(result, lang)
    if drawing is None:
        return None
    if drawing.kind == "pie" and not _fits_pie(drawing):
        drawing = replace(drawing, kind="bar")
    if drawing.kind in _WHOLE:
        picture = _WHOLE[drawing.kind](drawing, lang)
    elif drawing.kind in _DRAW:
        picture = _panels(drawing, lang)
    else:
        return None
    picture.update_layout(**_layout(drawing))
    return picture


def config(lang: str, name: str) -> dict[str, Any]:
    """Plotly's own settings: no logo, one button (save as a picture), words of the language."""
    words = {"Download plot as a PNG": "存为图片", "Download plot as a png": "存为图片"}
    return {
        "displaylogo": False,
        "responsive": True,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"filename": name, "scale": 2},
        "locale": "en-US" if lang == "en" else "zh-CN",
        "locales": {"zh-CN": {"dictionary": words, "format": {}}},
    }


@dataclass(frozen=True, slots=True)
class _Stroke:
    """One trace with all that drawing it takes."""

    drawing: Drawing
    trace: Trace
    unit: str
    colour: str
    lang: str
    alone: bool

    @property
    def x(self) -> list[Any]:
        """Dates on a line, else places: two names may be the same when they are cut short."""
        if self.drawing.on_time and self.drawing.kind == "line":
            return list(self.drawing.x)
        return list(range(len(self.drawing.x)))

    @property
    def y(self) -> list[float | None]:
        return [None if v is None else float(v) for v in self.trace.y]

    @property
    def said(self) -> dict[str, Any]:
        """Name and hover: the label in full and the exact value."""
        full = [_safe(text) for text in self.drawing.labels]
        return {
            "name": _safe(self.trace.name[:_NAME_WIDTH]),
            "customdata": list(zip(full, map(_safe, self.trace.texts), strict=True)),
            "hovertemplate": "%{customdata[0]}<br><b>%{customdata[1]}</b> %{fullData.name}"
            "<extra></extra>",
        }

    @property
    def values(self) -> dict[str, Any]:
        """Values written at the bars, while there are few enough to be read."""
        crowd = len(self.drawing.x) * max(len(p.traces) for p in self.drawing.panels)
        if crowd > _MOST_LABELS and self.drawing.kind != "hbar":
            return {}
        texts = [brief(v, self.unit, self.lang) for v in self.trace.y]
        return {"text": texts, "textposition": "outside", "cliponaxis": False}


def _line(stroke: _Stroke) -> Any:
    from plotly import graph_objects as go

    dash = "dot" if stroke.trace.faded else "solid"
    return go.Scatter(
        x=stroke.x,
        y=stroke.y,
        mode="lines+markers" if len(stroke.drawing.x) <= 31 else "lines",
        line={"color": stroke.colour, "width": 2.2, "dash": dash},
        marker={"size": 5},
        **stroke.said | {"hovertemplate": "%{customdata[1]}"},
    )


def _bar(stroke: _Stroke) -> Any:
    from plotly import graph_objects as go

    marker = {"color": stroke.colour, "cornerradius": 3}
    width = 0.4 if len(stroke.drawing.x) <= 6 and stroke.alone else None
    return go.Bar(
        x=stroke.x, y=stroke.y, width=width, marker=marker, **stroke.said, **stroke.values
    )


def _ranked(stroke: _Stroke) -> Any:
    from plotly import graph_objects as go

    marker = {"color": stroke.colour, "cornerradius": 3}
    return go.Bar(
        x=stroke.y, y=stroke.x, orientation="h", marker=marker, **stroke.said, **stroke.values
    )


def _dots(stroke: _Stroke) -> Any:
    from plotly import graph_objects as go

    marker = {"color": stroke.colour, "size": 8, "opacity": 0.75}
    return go.Scatter(
        x=list(stroke.drawing.x), y=stroke.y, mode="markers", marker=marker, **stroke.said
    )


_DRAW: dict[str, Callable[[_Stroke], Any]] = {
    "line": _line,
    "bar": _bar,
    "hbar": _ranked,
    "scatter": _dots,
}


def _panels(drawing: Drawing, lang: str) -> Any:
    """One panel below the other over the same x; each with its own scale and title."""
    from plotly.subplots import make_subplots

    count, legend = len(drawing.panels), _has_legend(drawing)
    heights = _heights(drawing)
    picture = make_subplots(
        rows=count,
        cols=1,
        row_heights=heights,
        shared_xaxes=drawing.kind != "hbar",
        subplot_titles=[_safe(p.title) for p in drawing.panels] if _titled(drawing) else None,
        vertical_spacing=(0.1 if drawing.kind == "hbar" else 0.2) / count if count > 1 else 0,
    )
    picture.update_annotations(
        x=0, xanchor="left", yshift=8, font={"size": 12.5, "color": _SOFT, "family": _FONT}
    )
    for row, panel in enumerate(drawing.panels, start=1):
        _fill(picture, drawing, panel, row, lang)
    picture.update_layout(height=sum(heights) + 80 + 30 * legend, showlegend=legend)
    return picture


def _titled(drawing: Drawing) -> bool:
    """Whether panels say their metric: several do, and one whose legend names members only."""
    return len(drawing.panels) > 1 or (drawing.by_members and drawing.kind in _DRAW)


def _has_legend(drawing: Drawing) -> bool:
    return any(len(p.traces) > 1 for p in drawing.panels)


def _heights(drawing: Drawing) -> list[int]:
    """Pixels for each panel: ranks need a line for each bar, the others a fixed height."""
    if drawing.kind != "hbar":
        return [230 if len(drawing.panels) > 1 else 270 for _ in drawing.panels]
    thick = 20 if len(drawing.panels) == 1 else 15
    return [max(90, len(drawing.x) * (12 + thick * len(p.traces))) for p in drawing.panels]


def _fill(picture: Any, drawing: Drawing, panel: Panel, row: int, lang: str) -> None:
    draw, alone = _DRAW[drawing.kind], len(panel.traces) == 1
    fresh = iter(COLOURS[row - 1 :] + COLOURS)
    for trace in panel.traces:
        colour = _BASE if trace.faded else next(fresh)
        picture.add_trace(
            draw(_Stroke(drawing, trace, panel.unit, colour, lang, alone)), row=row, col=1
        )
        picture.data[-1].showlegend = not alone
    bars = drawing.kind in ("bar", "hbar")
    scale = axis_for(
        panel.unit,
        panel.values(),
        lang,
        from_zero=drawing.kind != "scatter",
        headroom=0.22 if drawing.kind == "hbar" else 0.14 if bars else 0.06,
    )
    plain = {"showgrid": False, "automargin": True, "linecolor": _GRID, "ticks": ""}
    if drawing.kind == "hbar":
        picture.update_xaxes(range=[scale.low, scale.high], visible=False, row=row, col=1)
        places = _places(drawing.labels, every=1)
        picture.update_yaxes(**plain, **places, autorange="reversed", row=row, col=1)
        return
    picture.update_yaxes(**_amounts(scale), row=row, col=1)
    picture.update_xaxes(**plain, **_time_axis(drawing), row=row, col=1)


def _amounts(scale: Axis) -> dict[str, Any]:
    return {
        "range": [scale.low, scale.high],
        "tickvals": list(scale.values),
        "ticktext": list(scale.texts),
        "gridcolor": _GRID,
        "zerolinecolor": _BASE,
        "automargin": True,
        "fixedrange": True,
    }


def _time_axis(drawing: Drawing) -> dict[str, Any]:
    if drawing.kind == "scatter":
        return {}
    if drawing.kind != "line" or not drawing.on_time:
        return _places(drawing.labels)
    years = len({getattr(x, "year", 0) for x in drawing.x})
    form = _TIME_TICKS.get(drawing.grain, "%m-%d" if years == 1 else "%Y-%m-%d")
    axis: dict[str, Any] = {"type": "date", "tickformat": form, "hoverformat": form}
    if len(drawing.x) <= 8:
        axis |= {"tickvals": list(drawing.x), "ticktext": [_safe(t) for t in drawing.labels]}
    return axis | {"nticks": 8}


def _places(labels: Sequence[str], every: int = 0) -> dict[str, Any]:
    """An axis of places with the names written at them, at every so-manieth when there are many."""
    step = every or -(-len(labels) // _MOST_NAMES)
    ticks = list(range(0, len(labels), step))
    return {"tickvals": ticks, "ticktext": [_label(labels[n]) for n in ticks], "zeroline": False}


def _pie(drawing: Drawing, lang: str) -> Any:
    from plotly import graph_objects as go

    trace = drawing.panels[0].traces[0]
    ring = go.Pie(
        labels=list(range(len(drawing.labels))),
        text=[_label(text) for text in drawing.labels],
        values=[0.0 if v is None else float(v) for v in trace.y],
        customdata=list(zip(map(_safe, drawing.labels), map(_safe, trace.texts), strict=True)),
        hole=0.55,
        sort=False,
        direction="clockwise",
        marker={"colors": list(COLOURS), "line": {"color": "#fff", "width": 2}},
        textposition="outside",
        texttemplate="%{text} %{percent:.1%}",
        automargin=True,
        hovertemplate="%{customdata[0]}<br><b>%{customdata[1]}</b> · %{percent:.1%}<extra></extra>",
    )
    return go.Figure(ring, layout={"height": 320, "showlegend": False})


def _heatmap(drawing: Drawing, lang: str) -> Any:
    from plotly import graph_objects as go

    panel = drawing.panels[0]
    scale = axis_for(panel.unit, panel.values(), lang, from_zero=False)
    bar = {"tickvals": list(scale.values), "ticktext": list(scale.texts), "thickness": 10}
    heat = go.Heatmap(
        z=[[None if v is None else float(v) for v in trace.y] for trace in panel.traces],
        customdata=[_heat_texts(drawing, trace) for trace in panel.traces],
        colorscale=[[0, "#eef4fd"], [0.5, "#7fb0ee"], [1, "#1453ad"]],
        colorbar=bar,
        xgap=2,
        ygap=2,
        hovertemplate="%{customdata}<extra></extra>",
    )
    picture = go.Figure(heat, layout={"height": 120 + 26 * len(panel.traces)})
    names = [trace.name for trace in panel.traces]
    picture.update_xaxes(**_places(drawing.labels), automargin=True, showgrid=False)
    picture.update_yaxes(
        **_places(names, every=1), automargin=True, showgrid=False, autorange="reversed"
    )
    return picture


def _heat_texts(drawing: Drawing, trace: Trace) -> list[str]:
    name = _safe(trace.name)
    return [
        f"{_safe(x)} · {name}<br><b>{_safe(y)}</b>"
        for x, y in zip(drawing.labels, trace.texts, strict=True)
    ]


_WHOLE: dict[str, Callable[[Drawing, str], Any]] = {"pie": _pie, "heatmap": _heatmap}


def _fits_pie(drawing: Drawing) -> bool:
    """A ring shows shares of one whole: few parts, none negative, one metric."""
    traces = [t for p in drawing.panels for t in p.traces]
    parts = [float(v) for v in traces[0].y if v is not None]
    return len(traces) == 1 and len(parts) <= _MOST_SLICES and min(parts) >= 0 < sum(parts)


def _layout(drawing: Drawing) -> dict[str, Any]:
    title = _wrapped(drawing.title)
    if drawing.note:
        title += f"<br><span style='font-size:11px;color:{_SOFT}'>{_safe(drawing.note)}</span>"
    top = 20 + 19 * (title.count("<br>") + 1 if title else 0) + 20 * _titled(drawing)
    return {
        "template": "none",
        "title": {
            "text": title,
            "font": {"size": 14, "color": _INK},
            **{"x": 0, "xref": "container", "xanchor": "left"},
            **{"y": 1, "yref": "container", "yanchor": "top", "pad": {"t": 12, "l": 12}},
        },
        "font": {"family": _FONT, "size": 12, "color": _INK},
        "margin": {"l": 12, "r": 16, "t": top, "b": _bottom(drawing)},
        "paper_bgcolor": "#fff",
        "plot_bgcolor": "#fff",
        "hovermode": "x unified" if drawing.kind == "line" else "closest",
        "hoverlabel": {"bgcolor": "#fff", "font": {"family": _FONT, "size": 12}},
        "legend": {
            "orientation": "h",
            **{"x": 0, "xref": "container", "xanchor": "left"},
            **{"y": 0, "yref": "container", "yanchor": "bottom"},
        },
        "barmode": "group",
        "bargap": 0.32,
        "bargroupgap": 0.06,
        "dragmode": False,
    }


def _bottom(drawing: Drawing) -> int:
    names = 6 if drawing.kind == "hbar" else 30
    return names + (32 if _has_legend(drawing) else 0)


def _safe(text: str) -> str:
    """`text` without meaning for Plotly's markup: data must not become a link."""
    return html.escape(text, quote=False)


def _label(text: str) -> str:
    """`text` short enough for an axis or a legend; names often differ at their end only."""
    if len(text) > _LABEL_WIDTH:
        text = f"{text[: _LABEL_WIDTH - 6]}…{text[-5:]}"
    return _safe(text)


def _wrapped(text: str) -> str:
    """`text` in lines that a phone can show."""
    lines, line, width = [], "", 0
    for sign in text:
        width += 1 if sign.isascii() else 2
        if width > _TITLE_WIDTH:
            lines.append(line)
            line, width = "", 2
        line += sign
    return "<br>".join(_safe(part) for part in (*lines, line) if part)
