// Paints a 1080p screen of tiles with Qt's raster engine, as often as asked, and writes each time in ms.
//
//   qt-tiles PLACES COUNT [PICTURE]     PLACES: a line a tile or a button of the help bar: kind, x, y, width,
//                                       height, title, detail, with tabs between.
//
// Qt is shown at its best: texts are laid out once (QStaticText), and the picture is opaque.
#include <QElapsedTimer>
#include <QFile>
#include <QGuiApplication>
#include <QImage>
#include <QPainter>
#include <QPainterPath>
#include <QStaticText>
#include <QTextOption>
#include <QVector>
#include <cstdio>

struct Tile {
    bool isButton;
    QRect place;
    QStaticText title, detail;
};

struct Line {
    QPoint place;
    QFont font;
    QColor color;
    QStaticText text;
};

static QFont font(int pixels, bool bold) {
    QFont font(QStringLiteral("Noto Sans"));
    font.setPixelSize(pixels);
    font.setBold(bold);
    return font;
}

static QStaticText set(const QString &text, const QFont &font, int width) {
    QStaticText set(text);
    set.setTextFormat(Qt::PlainText);
    set.setTextWidth(width);
    set.setPerformanceHint(QStaticText::AggressiveCaching);
    set.prepare(QTransform(), font);
    return set;
}

int main(int count, char **words) {
    QGuiApplication app(count, words);
    if (count < 3) return 2;
    QFile file(QString::fromLocal8Bit(words[1]));
    if (!file.open(QIODevice::ReadOnly)) return 1;
    const QFont titleFont = font(36, true), detailFont = font(28, false);
    const QColor ink(0x14, 0x20, 0x2E), quiet(0x4A, 0x58, 0x68), edge(0xD9, 0xD5, 0xCB);
    QVector<Line> lines;
    const auto line = [&](int x, int y, const QFont &font, const QColor &color, const char *text) {
        lines.append({QPoint(x, y), font, color, set(QString::fromUtf8(text), font, 900)});
    };
    line(176, 36, font(34, true), ink, "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG");
    line(176, 84, font(28, false), quiet, "Phường Mẫu · 0000 000 000");
    line(1700, 30, font(44, true), ink, "08:15");
    line(1560, 88, font(28, false), quiet, "Thứ Hai 05/01/2026");
    line(48, 200, font(60, true), ink, "Mời chọn lĩnh vực");
    QVector<Tile> tiles;
    for (const QString &line : QString::fromUtf8(file.readAll()).split('\n')) {
        const QStringList cells = line.split('\t');
        if (cells.size() != 7) return 1;
        const QRect place(cells[1].toInt(), cells[2].toInt(), cells[3].toInt(), cells[4].toInt());
        const int width = place.width() - 64;
        tiles.append({cells[0] == "button", place, set(cells[5], titleFont, width),
                      set(cells[6], detailFont, width)});
    }
    QImage picture(1920, 1080, QImage::Format_RGB32);
    const int warm = 10, wanted = QString::fromLocal8Bit(words[2]).toInt();
    for (int round = 0; round < warm + wanted; ++round) {
        QElapsedTimer timer;
        timer.start();
        QPainter painter(&picture);
        painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
        painter.fillRect(picture.rect(), QColor(0xF6, 0xF4, 0xEF));
        painter.fillRect(0, 140, 1920, 3, edge);
        for (const Line &line : lines) {
            painter.setPen(line.color);
            painter.setFont(line.font);
            painter.drawStaticText(line.place, line.text);
        }
        for (const Tile &tile : tiles) {
            painter.setPen(QPen(edge, 3));
            painter.setBrush(Qt::white);
            painter.drawRoundedRect(QRectF(tile.place).adjusted(1.5, 1.5, -1.5, -1.5), 24, 24);
            painter.setPen(ink);
            painter.setFont(titleFont);
            painter.drawStaticText(tile.place.left() + 32, tile.place.top() + 24, tile.title);
            if (tile.isButton) continue;
            painter.setPen(quiet);
            painter.setFont(detailFont);
            painter.drawStaticText(tile.place.left() + 32, tile.place.bottom() - 60, tile.detail);
        }
        painter.end();
        if (round >= warm) std::printf("%.6f\n", timer.nsecsElapsed() / 1e6);
    }
    // With a third argument the last picture is kept, to see that it is what it should be.
    return count > 3 && !picture.save(QString::fromLocal8Bit(words[3])) ? 1 : 0;
}
