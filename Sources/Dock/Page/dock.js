// The workbench's page. Everything it can do is a call of the Dock's API; what kiosks say is only ever text.

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
const says = document.getElementById("says");

async function get(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error((await answer.json()).error);
  return answer.json();
}

async function post(path, body) {
  const answer = await fetch(path, {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body),
  });
  says.textContent = answer.ok ? "" : (await answer.json()).error;
  return answer.ok;
}

/** A piece of text in Vietnamese, with English after it. */
function words(vietnamese, english) {
  const text = document.createDocumentFragment();
  text.append(vietnamese);
  if (english) {
    const small = document.createElement("span");
    small.lang = "en";
    small.textContent = ` ${english}`;
    text.append(small);
  }
  return text;
}

const roles = {
  dispenser: ["Máy lấy số", "Ticket dispenser"],
  lookup: ["Màn hình tra cứu", "Lookup terminal"],
};

const switches = {
  printer: [["Máy in", "Printer"], {
    ok: "Tốt · OK", "paper-empty": "Hết giấy · No paper", "paper-low": "Sắp hết giấy · Low",
    "paper-empty-after:300": "Hết giữa phiếu · Mid-slip", "cover-open": "Mở nắp · Cover",
    cutter: "Kẹt dao · Cutter", offline: "Mất · Offline", slow: "Chậm · Slow",
  }],
  scanner: [["Máy quét", "Scanner"], { connected: "Đã cắm · Plugged", disconnected: "Đã rút · Unplugged" }],
  link: [["Đường truyền", "Link"], {
    up: "Thông · Up", down: "Đứt · Down", slow: "Chậm · Slow", silent: "Im lặng · Silent",
    "answers-lost": "Mất trả lời · Answers lost",
  }],
  disk: [["Bộ nhớ", "Disk"], { ok: "Tốt · OK", full: "Đầy · Full" }],
};
const fine = new Set(["ok", "connected", "up", "real"]);

class Kiosk {
  constructor({ id, role }, examples) {
    this.id = id;
    this.role = role;
    this.order = Promise.resolve();
    this.shown = "";
    const copy = document.getElementById("kiosk").content.cloneNode(true);
    this.root = copy.querySelector(".kiosk");
    this.screen = copy.querySelector(".screen img");
    this.keys = copy.querySelector(".keys");
    this.tray = copy.querySelector(".tray ol");
    this.list = copy.querySelector("dl");
    const [vietnamese, english] = roles[role] ?? [id, ""];
    copy.querySelector("h2").append(words(vietnamese, english));
    this.screen.alt = `Màn hình · Screen: ${id}`;
    if (role !== "dispenser") copy.querySelector(".tray").remove();
    this.prepareScanner(copy.querySelector(".scan"), examples);
    this.prepareSwitches(copy.querySelector(".faults"));
    this.prepareTouch();
    document.getElementById("kiosks").append(copy);
  }

  path(call) { return `/dock/${call}${call.includes("?") ? "&" : "?"}kiosk=${encodeURIComponent(this.id)}`; }

  // Touch: one call after the other, so that a release never overtakes its press.
  touch(kind, x, y) {
    this.order = this.order.then(() => post(this.path("touch"), kind ? { kind, x, y } : { x, y })).catch(() => {});
  }

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

  // A key for everything on the screen that can be chosen, for who works without a pointer.
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
      post(this.path("scan"), { payload: field.value });
    });
    for (const { label, payload } of examples) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = label;
      button.title = payload;
      button.addEventListener("click", () => post(this.path("scan"), { payload }));
      form.querySelector(".examples").append(button);
    }
  }

  group(place, [vietnamese, english]) {
    const set = document.createElement("fieldset");
    const legend = document.createElement("legend");
    legend.append(words(vietnamese, english));
    const group = document.createElement("div");
    group.className = "group";
    set.append(legend, group);
    place.append(set);
    return group;
  }

  prepareSwitches(place) {
    this.buttons = [];
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
    this.addSwitch(clock, "clock", "real", "Giờ thật · Real");
    const power = this.group(place, ["Nguồn điện", "Power"]);
    const cut = this.addSwitch(power, "power", "cut", "Cắt điện rồi bật lại · Cut and restore");
    cut.className = "cut";
    cut.removeAttribute("aria-pressed");
  }

  addSwitch(group, device, state, label) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.setAttribute("aria-pressed", "false");
    if (!fine.has(state)) button.className = "bad";
    button.addEventListener("click", () => this.turn(device, state));
    group.append(button);
    if (device !== "power") this.buttons.push({ button, device, state });
    return button;
  }

  async turn(device, state) {
    if (await post(this.path("fault"), { device, state })) await this.showState();
  }

  async showState() {
    const state = await get(this.path("state"));
    for (const { button, device, state: position } of this.buttons) {
      button.setAttribute("aria-pressed", String(state.faults[device] === position));
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
      ["Đồng hồ", "Clock", state.clock],
      ["Màn hình", "Screen", state.screen],
    ].filter(Boolean);
    this.list.replaceChildren(...lines.flatMap(([vietnamese, english, value]) => {
      const name = document.createElement("dt");
      name.append(words(vietnamese, english));
      const text = document.createElement("dd");
      text.textContent = value ?? "–";
      return [name, text];
    }));
  }

  async showTray() {
    const slips = (await get(this.path("tray"))).slice(-20).reverse();
    const known = new Map([...this.tray.children].map((item) => [item.dataset.id, item]));
    const items = slips.map((slip) => known.get(String(slip.id)) ?? this.slip(slip));
    const isSame = items.length === this.tray.children.length && items[0] === this.tray.children[0];
    if (!isSame) this.tray.replaceChildren(...items);
    this.root.querySelector(".tray .none").hidden = slips.length > 0;
  }

  slip({ id, png, copy, at }) {
    const item = document.createElement("li");
    item.dataset.id = id;
    const button = document.createElement("button");
    button.type = "button";
    const picture = document.createElement("img");
    picture.src = png;
    picture.alt = `Phiếu · Slip ${id}`;
    const line = document.createElement("small");
    line.textContent = new Date(at).toLocaleTimeString("vi-VN", { timeZone: "Asia/Ho_Chi_Minh" });
    if (copy) {
      const mark = document.createElement("span");
      mark.className = "copy";
      mark.textContent = " IN LẠI";
      line.append(mark);
    }
    button.append(picture, line);
    button.addEventListener("click", () => {
      const dialog = document.getElementById("paper");
      dialog.querySelector("img").src = png;
      dialog.showModal();
    });
    item.append(button);
    return item;
  }

  /** Shows every new picture, as soon as there is one. */
  async watchScreen() {
    let frame = -1;
    for (;;) {
      try {
        const answer = await fetch(this.path(`screen.png?after=${frame}`));
        if (answer.status === 200) {
          frame = Number(answer.headers.get("x-frame"));
          const url = URL.createObjectURL(await answer.blob());
          this.screen.src = url;
          await this.screen.decode().catch(() => {});
          URL.revokeObjectURL(url);
          this.root.classList.toggle("wide", this.screen.naturalWidth > this.screen.naturalHeight);
          this.showKeys(await get(this.path("view")));
        } else if (answer.status !== 204) {
          await pause(500);
        }
      } catch {
        await pause(1000);
      }
    }
  }

  /** Shows the read-outs, once a second while somebody looks. */
  async watchRest() {
    for (;;) {
      try {
        if (!document.hidden) {
          await this.showState();
          if (this.role === "dispenser") await this.showTray();
        }
      } catch {
        // The kiosk is starting; the next look tells more.
      }
      await pause(1000);
    }
  }
}

const [about, kiosks] = await Promise.all([get("/dock/about"), get("/dock/kiosks")]);
if (about.console) {
  const link = document.getElementById("console");
  link.href = about.console;
  link.hidden = false;
}
for (const kiosk of kiosks.map((kiosk) => new Kiosk(kiosk, about.examples))) {
  kiosk.watchScreen();
  kiosk.watchRest();
}
