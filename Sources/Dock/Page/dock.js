// The dev dock's page. Everything it can do is a request to the Dock's API; what kiosks send is shown as text only.

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
const message = document.getElementById("message");

async function get(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error((await response.json()).error);
  return response.json();
}

async function post(path, body) {
  const response = await fetch(path, {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body),
  });
  message.textContent = response.ok ? "" : (await response.json()).error;
  return response.ok;
}

/** A text in both languages; the page shows the chosen one. */
function words([vietnamese, english]) {
  const text = document.createDocumentFragment();
  for (const [language, part] of [["vi", vietnamese], ["en", english]]) {
    const span = document.createElement("span");
    span.lang = language;
    span.textContent = part;
    text.append(span);
  }
  return text;
}

/** A point in time as Vietnamese write it, in Vietnam. */
function localTime(time, parts = {}) {
  return new Date(time).toLocaleString("vi-VN", {
    timeZone: "Asia/Ho_Chi_Minh", hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit", year: "numeric",
    ...parts,
  });
}

/** A button with a text in both languages. */
function button(name, action) {
  const element = document.createElement("button");
  element.type = "button";
  element.append(words(name));
  element.addEventListener("click", action);
  return element;
}

const roles = {
  dispenser: ["Máy lấy số", "Ticket dispenser"],
  lookup: ["Màn hình tra cứu", "Lookup terminal"],
};

const switches = {
  printer: [["Máy in", "Printer"], {
    ok: ["Tốt", "OK"], "paper-empty": ["Hết giấy", "No paper"], "paper-low": ["Sắp hết giấy", "Paper low"],
    "paper-empty-after:300": ["Hết giữa phiếu", "Out mid-slip"], "cover-open": ["Mở nắp", "Cover open"],
    cutter: ["Kẹt dao", "Cutter jam"], offline: ["Mất kết nối", "Offline"], slow: ["Chậm", "Slow"],
  }],
  scanner: [["Máy quét", "Scanner"], {
    connected: ["Đã cắm", "Connected"], disconnected: ["Đã rút", "Disconnected"],
  }],
  link: [["Đường truyền", "Link"], {
    up: ["Thông", "Up"], down: ["Đứt", "Down"], slow: ["Chậm", "Slow"], silent: ["Im lặng", "Silent"],
    "answers-lost": ["Mất trả lời", "Responses lost"],
  }],
  disk: [["Bộ nhớ", "Disk"], { ok: ["Tốt", "OK"], full: ["Đầy", "Full"] }],
};
const faultless = new Set(["ok", "connected", "up", "real"]);

class Kiosk {
  constructor({ id, role }, examples) {
    this.id = id;
    this.role = role;
    this.order = Promise.resolve();
    this.shown = "";
    this.switches = [];
    const name = roles[role] ?? [id, id];
    const top = document.getElementById("screen").content.cloneNode(true);
    this.section = top.querySelector(".kiosk");
    this.screen = top.querySelector(".screen img");
    this.keys = top.querySelector(".keys");
    top.querySelector("h2").append(words(name));
    this.screen.alt = `Màn hình · Screen: ${id}`;
    this.prepareTouch();
    document.querySelector(".guide").before(top);

    const panel = document.getElementById("panel").content.cloneNode(true);
    this.list = panel.querySelector("dl");
    panel.querySelector("h2").append(words(name));
    this.prepareScanner(panel.querySelector(".scan"), examples);
    this.prepareSwitches(panel.querySelector(".faults"));
    document.getElementById("panels").append(panel);
  }

  path(call) { return `/dock/${call}${call.includes("?") ? "&" : "?"}kiosk=${encodeURIComponent(this.id)}`; }

  // One request after the other, so that a release never overtakes its press.
  touch(kind, x, y) {
    this.order = this.order.then(() => post(this.path("touch"), kind ? { kind, x, y } : { x, y })).catch(() => {});
  }

  scan(payload) { return post(this.path("scan"), { payload }); }

  prepareTouch() {
    const at = (event) => {
      const box = this.screen.getBoundingClientRect();
      const scale = this.screen.naturalWidth / box.width;
      return [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
    };
    this.screen.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      this.screen.setPointerCapture(event.pointerId);
      this.pressed = at(event);
      this.touch("down", ...this.pressed);
    });
    this.screen.addEventListener("pointermove", (event) => {
      if (!this.pressed) return;
      const [x, y] = at(event);
      if (Math.hypot(x - this.pressed[0], y - this.pressed[1]) < 24) return;
      if (x < 0 || y < 0 || x >= this.screen.naturalWidth || y >= this.screen.naturalHeight) return;
      this.pressed = [x, y];
      this.touch("move", x, y);
    });
    const release = () => {
      if (!this.pressed) return;
      this.touch("up", ...this.pressed);
      this.pressed = null;
    };
    this.screen.addEventListener("pointerup", release);
    this.screen.addEventListener("pointercancel", release);
  }

  // A button over everything on the screen that can be chosen, for keyboards and screen readers.
  showKeys(view) {
    const active = new Set(["button", "tile", "key", "checkbox", "list-item", "input"]);
    const nodes = view.nodes.filter((node) => active.has(node.role) && node.enabled);
    const shown = JSON.stringify(nodes);
    if (shown === this.shown) return;
    this.shown = shown;
    const focus = [...this.keys.children].indexOf(document.activeElement);
    const width = this.screen.naturalWidth, height = this.screen.naturalHeight;
    this.keys.replaceChildren(...nodes.map((node) => {
      const { x, y, width: w, height: h } = node.bounds;
      const key = document.createElement("button");
      key.type = "button";
      key.textContent = [node.label, node.value].filter(Boolean).join(" ");
      key.style.left = `${x / width * 100}%`;
      key.style.top = `${y / height * 100}%`;
      key.style.width = `${w / width * 100}%`;
      key.style.height = `${h / height * 100}%`;
      key.addEventListener("click", () => this.touch(null, x + w / 2, y + h / 2));
      return key;
    }));
    if (focus >= 0) this.keys.children[Math.min(focus, nodes.length - 1)]?.focus();
  }

  prepareScanner(form, examples) {
    const field = form.querySelector("input");
    field.id = `scan-${this.id}`;
    form.querySelector("label").htmlFor = field.id;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.scan(field.value);
    });
    for (const { label, english, payload } of examples) {
      const example = button([label, english], () => this.scan(payload));
      example.title = payload;
      form.querySelector(".examples").append(example);
    }
  }

  group(place, name) {
    const set = document.createElement("fieldset");
    const legend = document.createElement("legend");
    legend.append(words(name));
    const group = document.createElement("div");
    group.className = "group";
    set.append(legend, group);
    place.append(set);
    return group;
  }

  prepareSwitches(place) {
    for (const [device, [name, states]] of Object.entries(switches)) {
      if (device === "printer" && this.role !== "dispenser") continue;
      const group = this.group(place, name);
      for (const [state, label] of Object.entries(states)) this.addSwitch(group, device, state, label);
    }
    const clock = this.group(place, ["Đồng hồ", "Clock"]);
    const time = document.createElement("input");
    time.type = "datetime-local";
    time.setAttribute("aria-label", "Giờ của kiosk · The kiosk's time");
    time.addEventListener("change", () => {
      if (time.value) this.turn("clock", `${time.value.slice(0, 16)}:00+07:00`);
    });
    clock.append(time);
    this.addSwitch(clock, "clock", "real", ["Đúng giờ", "Correct"]);
    const power = this.group(place, ["Nguồn điện", "Power"]);
    power.append(button(["Cắt điện rồi bật lại", "Cut and restore"], () => this.turn("power", "cut")));
    power.lastChild.className = "cut";
  }

  addSwitch(group, device, state, label) {
    const element = button(label, () => this.turn(device, state));
    element.setAttribute("aria-pressed", "false");
    if (!faultless.has(state)) element.className = "bad";
    group.append(element);
    this.switches.push({ element, device, state });
  }

  async turn(device, state) {
    if (await post(this.path("fault"), { device, state })) await this.showState();
  }

  async showState() {
    const state = await get(this.path("state"));
    this.state = state;
    for (const { element, device, state: position } of this.switches) {
      element.setAttribute("aria-pressed", String(state.faults[device] === position));
    }
    const lines = [
      ["Đường truyền", "Link", state.link],
      this.role === "dispenser" && ["Máy in", "Printer", state.printer],
      ["Máy quét", "Scanner", state.scanner],
      ["Số đã cấp", "Tickets issued", state.tickets?.issued],
      this.role === "dispenser" && ["Đã in xong", "Confirmed", state.tickets?.confirmed],
      this.role === "dispenser" && ["Không in được", "Failed", state.tickets?.failed],
      ["Chờ gửi", "Journal pending", state.journal?.pending],
      ["Đã gửi", "Acknowledged", state.journal?.acknowledged],
      ["Đồng hồ", "Clock", state.clock && localTime(state.clock, { second: "2-digit" })],
      ["Màn hình", "Screen", state.screen],
    ].filter(Boolean);
    this.list.replaceChildren(...lines.flatMap(([vietnamese, english, value]) => {
      const name = document.createElement("dt");
      name.append(words([vietnamese, english]));
      const text = document.createElement("dd");
      text.textContent = value ?? "–";
      return [name, text];
    }));
  }

  /** Shows every new picture as soon as there is one. */
  async watchScreen() {
    let frame = -1;
    for (;;) {
      try {
        const response = await fetch(this.path(`screen.png?after=${frame}`));
        if (response.status === 200) {
          frame = Number(response.headers.get("x-frame"));
          const url = URL.createObjectURL(await response.blob());
          this.screen.src = url;
          await this.screen.decode().catch(() => {});
          URL.revokeObjectURL(url);
          const isWide = this.screen.naturalWidth > this.screen.naturalHeight;
          this.section.classList.toggle("wide", isWide);
          this.section.classList.toggle("tall", !isWide);
          this.showKeys(await get(this.path("view")));
        } else if (response.status !== 204) {
          await pause(500);
        }
      } catch {
        await pause(1000);
      }
    }
  }
}

/** The slips of the kiosk that prints. */
class Tray {
  constructor(kiosk) {
    this.kiosk = kiosk;
    this.list = document.querySelector(".tray ol");
  }

  async show() {
    const slips = (await get(this.kiosk.path("tray"))).slice(-20).reverse();
    const known = new Map([...this.list.children].map((item) => [item.dataset.id, item]));
    const items = slips.map((slip) => known.get(String(slip.id)) ?? this.slip(slip));
    const isSame = items.length === this.list.children.length && items[0] === this.list.children[0];
    if (!isSame) this.list.replaceChildren(...items);
    document.querySelector(".tray .none").hidden = slips.length > 0;
  }

  slip({ id, png, copy, at }) {
    const item = document.createElement("li");
    item.dataset.id = id;
    const open = document.createElement("button");
    open.type = "button";
    const picture = document.createElement("img");
    picture.src = png;
    picture.alt = `Phiếu · Slip ${id}`;
    const line = document.createElement("small");
    line.textContent = localTime(at, { second: "2-digit", day: undefined, month: undefined, year: undefined });
    if (copy) {
      const mark = document.createElement("span");
      mark.className = "copy";
      mark.textContent = " IN LẠI";
      line.append(mark);
    }
    open.append(picture, line);
    open.addEventListener("click", () => {
      const dialog = document.getElementById("paper");
      const paper = dialog.querySelector("img");
      paper.src = png;
      paper.alt = picture.alt;
      dialog.showModal();
    });
    item.append(open);
    return item;
  }
}

/** What to try first, one line each; a line may have a button that does it or undoes it. */
class Guide {
  constructor(dispenser, lookup, examples) {
    this.toggles = [];
    const list = document.querySelector(".guide ol");
    const add = (text, ...buttons) => {
      const item = document.createElement("li");
      const line = document.createElement("span");
      line.append(words(text));
      item.append(line, ...buttons);
      list.append(item);
    };
    if (dispenser) {
      add(["Chạm nhóm rồi lĩnh vực trên máy lấy số: phiếu rơi vào khay giấy.",
        "Touch a group and a field on the dispenser: the slip falls into the tray."]);
    }
    if (lookup && examples[0]) {
      add([`Quét mã hồ sơ ${examples[0].payload}: hồ sơ đang ở bước nào.`,
        `Scan the dossier code ${examples[0].payload}: see how far it has come.`],
      button(["Quét mã", "Scan it"], () => lookup.scan(examples[0].payload)));
    }
    if (dispenser) {
      add(["Rút giấy rồi lấy số: số vẫn còn trên màn hình, in lại được.",
        "Take the paper out, then take a number: it stays on the screen."],
      this.toggle([dispenser], "printer", "paper-empty", "ok", ["Rút giấy", "Remove paper"], ["Nạp giấy", "Refill paper"]));
    }
    const both = [dispenser, lookup].filter(Boolean);
    add(["Ngắt mạng rồi dùng tiếp cả hai máy; nối lại thì không mất gì.",
      "Cut the network and go on using both; reconnect: nothing is lost."],
    this.toggle(both, "link", "down", "up", ["Ngắt mạng", "Cut network"], ["Nối mạng", "Reconnect"]));
    if (dispenser) {
      add(["Cắt điện giữa chừng: máy lên lại trong giây lát, không trùng số.",
        "Cut the power at any moment: it is back at once, no number twice."],
      button(["Cắt điện", "Cut power"], () => dispenser.turn("power", "cut")));
    }
    add(["Gọi số vừa lấy tại bàn gọi số (góc trên bên phải).",
      "Call the number at the counter console (top right)."]);
  }

  toggle(kiosks, device, fault, normal, faultName, normalName) {
    const element = button(faultName, async () => {
      const next = element.dataset.fault === "true" ? normal : fault;
      await Promise.all(kiosks.map((kiosk) => kiosk.turn(device, next)));
      this.show();
    });
    element.classList.add("bad");
    this.toggles.push({ element, kiosks, device, normal, faultName, normalName });
    return element;
  }

  /** Brings the buttons in line with the switches. */
  show() {
    for (const { element, kiosks, device, normal, faultName, normalName } of this.toggles) {
      const isFault = kiosks.some((kiosk) => kiosk.state && kiosk.state.faults[device] !== normal);
      if (element.dataset.fault === String(isFault)) continue;
      element.dataset.fault = String(isFault);
      element.setAttribute("aria-pressed", String(isFault));
      element.replaceChildren(words(isFault ? normalName : faultName));
    }
  }
}

const page = document.body;
function setLanguage(language) {
  page.dataset.language = language;
  document.documentElement.lang = language;
  try { localStorage.setItem("language", language); } catch { /* a browser without storage */ }
}
try { setLanguage(localStorage.getItem("language") === "en" ? "en" : "vi"); } catch { setLanguage("vi"); }
document.getElementById("language").addEventListener("click", () => {
  setLanguage(page.dataset.language === "vi" ? "en" : "vi");
});

const [about, descriptions] = await Promise.all([get("/dock/about"), get("/dock/kiosks")]);
if (about.console) {
  const link = document.getElementById("console");
  link.href = about.console;
  link.hidden = false;
}
const kiosks = descriptions.map((description) => new Kiosk(description, about.examples));
const dispenser = kiosks.find((kiosk) => kiosk.role === "dispenser");
const guide = new Guide(dispenser, kiosks.find((kiosk) => kiosk.role === "lookup"), about.examples);
const tray = dispenser && new Tray(dispenser);
const ahead = new Date(about.time) - Date.now();
const time = document.getElementById("time");

for (const kiosk of kiosks) kiosk.watchScreen();
// The read-outs, once a second while the page is visible.
for (;;) {
  if (!document.hidden) {
    time.textContent = localTime(Date.now() + ahead);
    // A kiosk that is starting does not respond; the next round shows more.
    await Promise.allSettled([...kiosks.map((kiosk) => kiosk.showState()), tray?.show()]);
    guide.show();
  }
  await pause(1000);
}
