"""Makes the bytes of a slip with python-escpos, as often as asked, and writes each time in ms.

    escpos-slip.py COUNT

The same texts as ours, drawn with Pillow in Noto Sans, since printers have no Vietnamese letters; the same
QR; one picture given to image() of a Dummy printer, then a cut.
"""
import sys
import time

import qrcode
from escpos.printer import Dummy
from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 576, 1060
FOLDER = "/usr/share/fonts/truetype/noto/NotoSans-"
FONTS = {}


def font(size, bold=False):
    key = (size, bold)
    if key not in FONTS:
        FONTS[key] = ImageFont.truetype(f"{FOLDER}{'Bold' if bold else 'Regular'}.ttf", size)
    return FONTS[key]


def lines(ordinal):
    return [
        ("TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG", 24, True), ("PHƯỜNG MẪU", 28, True),
        ("1 đường Ví Dụ, phường Mẫu · 0000 000 000", 22, False), (None, 0, False),
        ("SỐ THỨ TỰ", 32, True), (f"A{ordinal:03}", 176, True), ("Hồ sơ mới – Tư pháp – Hộ tịch", 36, True),
        ("Quầy 1", 30, False), (None, 0, False), ("Số người chờ trước: 5", 28, False),
        ("Thời gian chờ dự kiến: 10–20 phút", 28, False), (f"08:{ordinal % 60:02} ngày 05/01/2026", 28, False),
        ("QR", 0, False), ("Quét mã để xem còn bao nhiêu người", 22, False),
        ("dichvucong.example.vn · 1900 0000", 22, False), (None, 0, False),
        ("Phiếu chỉ có giá trị trong ngày", 22, False), ("Đây không phải giấy tiếp nhận hồ sơ", 22, True),
    ]


def slip(ordinal):
    picture = Image.new("1", (WIDTH, HEIGHT), 1)
    pen = ImageDraw.Draw(picture)
    y = 8
    for text, size, bold in lines(ordinal):
        if text is None:
            pen.line([(20, y + 8), (WIDTH - 20, y + 8)], fill=0, width=2)
            y += 18
        elif text == "QR":
            code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, box_size=6, border=4)
            code.add_data(f"KT1:MC99:20260105:A:{ordinal}:ABCDEFGHJK")
            symbol = code.make_image().get_image().convert("1")
            picture.paste(symbol, ((WIDTH - symbol.width) // 2, y))
            y += symbol.height
        else:
            face = font(size, bold)
            pen.text(((WIDTH - pen.textlength(text, font=face)) / 2, y), text, font=face, fill=0)
            y += round(size * 1.36)
    picture = picture.crop((0, 0, WIDTH, y + 8))
    printer = Dummy(profile="default")
    printer.image(picture, fragment_height=960)
    printer.cut()
    return printer.output


count = int(sys.argv[1])
for ordinal in range(1, count + 6):
    start = time.perf_counter()
    assert len(slip(ordinal)) > 10_000
    if ordinal > 5:
        print((time.perf_counter() - start) * 1000)
