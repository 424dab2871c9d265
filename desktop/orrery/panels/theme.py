"""The window's look: a palette from resources/themes, and the Qt palette made from it, in one place."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from string import Template
from types import MappingProxyType
from typing import Literal

from PySide6.QtCore import QByteArray, QCoreApplication, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from orrery import paths

ThemeName = Literal["dark", "light"]
BODY_PX = 13


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours by the role they play, never by what they look like.

    Attributes:
        name: "dark" or "light".
        colours: role -> "#rrggbb". Roles: ground, panel, panel_side, raised, selected, line, line_strong, text,
            strong, quiet, faint, accent, on_accent, good, sound, warning, negative, negative_ground, highlight, shadow.
        clusters: colours of map clusters in order, safe for colour-blind eyes; repeated when there are more clusters.
        noise: colour of points without a cluster.
    """

    name: ThemeName
    colours: Mapping[str, str]
    clusters: tuple[str, ...]
    noise: str

    def colour(self, role: str, alpha: float = 1.0) -> QColor:
        """The colour of a role; KeyError for a role that does not exist.

        Args:
            role: one of the roles above.
            alpha: opacity in [0, 1].
        """
        colour = QColor(self.colours[role])
        colour.setAlphaF(alpha)
        return colour

    def cluster(self, label: int) -> QColor:
        """The colour of a cluster; that of noise for a negative label."""
        return QColor(self.noise if label < 0 else self.clusters[label % len(self.clusters)])

    def on_cluster(self, label: int) -> QColor:
        """Black or white, whichever can be read better on a cluster's colour: at least 4.5 to 1 on any."""
        colour = self.cluster(label)
        parts = (colour.redF(), colour.greenF(), colour.blueF())
        shares = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        light = 0.2126 * shares[0] + 0.7152 * shares[1] + 0.0722 * shares[2]
        return QColor("black" if light > 0.179 else "white")  # WCAG's contrast with both is the same at 0.179

    def swatch(self, label: int, side: int = 14) -> QIcon:
        """A square in the colour of a cluster or tag, for a menu."""
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.cluster(label))
        painter.drawRoundedRect(pixmap.rect(), 4, 4)
        painter.end()
        return QIcon(pixmap)

    def icon(self, name: str, role: str = "text") -> QIcon:
        """An icon of resources/icons in a role's colour, sharp at every scale."""
        return QIcon(self.picture(name, 64, role))

    def picture(self, name: str, side: int, role: str = "text", ratio: float = 1.0) -> QPixmap:
        """An icon drawn at a size.

        Args:
            name: file name in resources/icons without ".svg".
            side: in device-independent pixels.
            role: of the colour that stands for "currentColor" in the drawing.
            ratio: device pixels per such pixel.
        """
        drawing = (paths.resources() / "icons" / f"{name}.svg").read_bytes()
        tinted = drawing.replace(b"currentColor", self.colours[role].encode())
        pixmap = QPixmap(round(side * ratio), round(side * ratio))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        QSvgRenderer(QByteArray(tinted)).render(painter, QRectF(0, 0, pixmap.width(), pixmap.height()))
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap


def colour_names() -> tuple[str, ...]:
    """What the colours of clusters and tags are called, in order."""
    return (
        QCoreApplication.translate("colours", "Blue"),
        QCoreApplication.translate("colours", "Yellow"),
        QCoreApplication.translate("colours", "Orange"),
        QCoreApplication.translate("colours", "Red"),
        QCoreApplication.translate("colours", "Violet"),
        QCoreApplication.translate("colours", "Sky"),
        QCoreApplication.translate("colours", "Brown"),
        QCoreApplication.translate("colours", "Teal"),
    )


def load_theme(name: ThemeName) -> Theme:
    """Read a theme of resources/themes."""
    written = tomllib.loads((paths.resources() / "themes" / f"{name}.toml").read_text(encoding="utf-8"))
    palette = written["palette"]
    roles = {role: palette.get(value, value) for role, value in written["roles"].items()}
    clusters = tuple(palette.get(value, value) for value in written["map"]["clusters"])
    noise = palette.get(written["map"]["noise"], written["map"]["noise"])
    return Theme(name, MappingProxyType(roles), clusters, noise)


def load_fonts() -> None:
    """Make the shipped font known, so that words look the same on every machine."""
    for file in sorted((paths.resources() / "fonts").glob("*.otf")):
        QFontDatabase.addApplicationFont(str(file))


def body_font(size: int = BODY_PX, *, strong: bool = False) -> QFont:
    """The font of the window.

    Args:
        size: in pixels at 100 %.
        strong: half bold.
    """
    font = QFont("Inter")
    font.setPixelSize(size)
    font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    return font


def use_theme(app: QApplication, theme: Theme) -> None:
    """Give the whole application a theme: style, font, palette and style sheet."""
    app.setStyle("Fusion")  # the only style that looks the same on every system
    app.setFont(body_font())
    app.setPalette(qt_palette(theme))
    app.setStyleSheet(style_sheet(theme))


def style_sheet(theme: Theme) -> str:
    """resources/themes/window.qss with the theme's colours in it; KeyError for a role that does not exist."""
    template = (paths.resources() / "themes" / "window.qss").read_text(encoding="utf-8")
    marks = (paths.resources() / "themes").as_posix()
    return Template(template).substitute(theme.colours, marks=marks, theme=theme.name)


def qt_palette(theme: Theme) -> QPalette:
    """Qt's palette, for whatever the style sheet does not reach."""
    palette = QPalette()
    for part, role in _PALETTE.items():
        palette.setColor(part, theme.colour(role))
    for part in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, part, theme.colour("faint"))
    return palette


def system_theme() -> ThemeName:
    """What the desktop asks for; dark where it does not say."""
    scheme = QGuiApplication.styleHints().colorScheme()
    return "light" if scheme is Qt.ColorScheme.Light else "dark"


_PALETTE = {
    QPalette.ColorRole.Window: "panel",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "raised",
    QPalette.ColorRole.AlternateBase: "panel_side",
    QPalette.ColorRole.Text: "strong",
    QPalette.ColorRole.PlaceholderText: "faint",
    QPalette.ColorRole.Button: "raised",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "strong",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.Light: "line_strong",
    QPalette.ColorRole.Midlight: "line",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "panel",
    QPalette.ColorRole.Shadow: "shadow",
    QPalette.ColorRole.Accent: "accent",
}
