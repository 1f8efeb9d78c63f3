"use strict";
// The counter console. It shows what the centre says and keeps nothing but the counter and the language chosen.

const texts = {
  vi: {
    title: "Quầy tiếp nhận", counter: "Quầy", atCounter: "Đang gọi tại quầy", others: "Các quầy khác",
    waiting: "Đang chờ", choose: "Chọn…", nobodyHere: "Chưa gọi ai", callNext: "Gọi số tiếp theo", recall: "Gọi lại",
    done: "Xong", noShow: "Vắng mặt", priority: "ƯU TIÊN", minutes: n => `${n} phút`, justNow: "vừa đến",
    people: n => `${n} người`, nobody: "Không có ai chờ", noOthers: "Không quầy nào đang gọi",
    chooseFirst: "Chọn quầy để bắt đầu", link: "Đã kết nối", down: "Mất kết nối với máy chủ – đang thử lại",
    next: (n, why) => `Tiếp theo: ${n} – ${why}`, called: "Mời công dân đến quầy", failed: "Chưa thực hiện được. Hãy thử lại.",
    changed: "Hàng chờ vừa thay đổi. Đã cập nhật.", other: "Lĩnh vực khác",
    dispensers: "Máy lấy số", noDispensers: "Chưa có máy nào báo về", silent: "mất liên lạc", elsewhere: name => ` (${name})`,
    until: time => `hết giấy khoảng ${time}`, slips: n => `còn khoảng ${n} phiếu`,
    condition: {
      ready: "hoạt động tốt", paperLow: "sắp hết giấy", paperEmpty: "hết giấy", coverOpen: "nắp máy in đang mở",
      cutterError: "kẹt dao cắt giấy", offline: "máy in không trả lời", unavailable: "không dùng được hàng đợi in",
      tooSlow: "in quá chậm",
    },
    why: {
      longestWait: "chờ lâu nhất", priority: "được ưu tiên", ordinaryTurn: "đến lượt người không ưu tiên",
      waitedTooLong: "đã chờ quá lâu",
    },
  },
  en: {
    title: "Service counter", counter: "Counter", atCounter: "Called to this counter", others: "Other counters",
    waiting: "Waiting", choose: "Choose…", nobodyHere: "Nobody called yet", callNext: "Call next", recall: "Call again",
    done: "Done", noShow: "No-show", priority: "PRIORITY", minutes: n => `${n} min`, justNow: "just came",
    people: n => (n === 1 ? "1 person" : `${n} people`), nobody: "Nobody is waiting", noOthers: "No counter is calling",
    chooseFirst: "Choose your counter to begin", link: "Connected", down: "No connection to the server – trying again",
    next: (n, why) => `Next: ${n} – ${why}`, called: "Asked to come to the counter", failed: "That did not work. Try again.",
    changed: "The queue has just changed. Now up to date.", other: "Other fields",
    dispensers: "Ticket dispensers", noDispensers: "No dispenser has reported yet", silent: "not heard of",
    elsewhere: name => ` (${name})`, until: time => `paper until about ${time}`, slips: n => `about ${n} slips left`,
    condition: {
      ready: "working", paperLow: "paper is low", paperEmpty: "out of paper", coverOpen: "printer cover open",
      cutterError: "cutter jammed", offline: "printer does not answer", unavailable: "print queue unavailable",
      tooSlow: "printing too slowly",
    },
    why: {
      longestWait: "waited longest", priority: "has priority", ordinaryTurn: "turn of those without priority",
      waitedTooLong: "has waited too long",
    },
  },
};

const find = id => document.getElementById(id);
let language = localStorage.getItem("language") === "en" ? "en" : "vi";
// A bookmark may name the counter: …/#3
let counter = location.hash.slice(1) || localStorage.getItem("counter") || "";
let view = null;
let dispensers = [];
let isBusy = false;
let isDown = false;
let polling = null;
const text = () => texts[language];

// Text always goes in as text, never as markup.
function element(name, content, className) {
  const made = document.createElement(name);
  if (content !== undefined) made.textContent = content;
  if (className) made.className = className;
  return made;
}

function waited(ticket) {
  const minutes = Math.max(0, Math.floor((view.now - ticket.issuedAt) / 60000));
  return minutes === 0 ? text().justNow : text().minutes(minutes);
}

function setButton(id, label, key, enabled) {
  const button = find(id);
  button.replaceChildren(label, element("kbd", key));
  button.setAttribute("aria-keyshortcuts", key);
  button.disabled = !enabled;
}

function draw() {
  document.documentElement.lang = language;
  document.title = text().title;
  for (const node of document.querySelectorAll("[data-text]")) node.textContent = text()[node.dataset.text];
  for (const node of document.querySelectorAll("[data-language]"))
    node.setAttribute("aria-pressed", String(node.dataset.language === language));
  find("link").textContent = isDown ? text().down : text().link;
  find("link").classList.toggle("down", isDown);

  const current = view && view.current;
  const number = current ? current.number : text()[counter ? "nobodyHere" : "chooseFirst"];
  if (find("current").textContent !== number) find("current").textContent = number;
  find("current").classList.toggle("none", !current);
  find("current-note").textContent = current
    ? [text().called, current.isPriority ? text().priority : ""].filter(Boolean).join(" · ") : "";
  const may = Boolean(view) && !isDown;
  setButton("call", text().callNext, "F2", may && !current && Boolean(view.next));
  setButton("recall", text().recall, "F4", may && Boolean(current));
  setButton("done", text().done, "F8", may && Boolean(current));
  setButton("no-show", text().noShow, "F9", may && Boolean(current));
  if (view) drawHall();
}

function drawHall() {
  find("waiting-count").textContent = `(${view.waitingCount})`;
  find("next").textContent = view.next ? text().next(view.next.number, text().why[view.reason] || "") : "";
  find("others").replaceChildren(...(view.others.length
    ? view.others.map(other => element("li", `${text().counter} ${other.counter}: ${other.number}`))
    : [element("li", text().noOthers)]));
  find("fields").replaceChildren(...view.fields.map(drawField));
  find("dispensers").replaceChildren(...(dispensers.length
    ? dispensers.map(drawDispenser) : [element("li", text().noDispensers)]));
}

const clock = time => new Date(time).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit",
  timeZone: "Asia/Ho_Chi_Minh" });

// What staff must do something about stands out; the rest is one quiet line each.
function drawDispenser({ kiosk, report, isReachable }) {
  const place = report.place ? text().elsewhere((language === "en" && report.place.englishName) || report.place.name) : "";
  const ends = report.paper && report.paper.endsAt;
  const paper = !report.paper || report.condition === "paperEmpty" ? ""
    : ends ? text().until(clock(ends)) : text().slips(report.paper.slipsLeft);
  const state = isReachable ? text().condition[report.condition] || report.condition : text().silent;
  const row = element("li", `${kiosk}${place}: ${[state, paper].filter(Boolean).join(" – ")}`);
  row.classList.toggle("trouble", !isReachable || report.condition !== "ready" || Boolean(ends));
  return row;
}

function drawField(field) {
  const box = element("article", undefined, "field");
  const name = field.id === "" ? text().other : (language === "en" && field.englishName) || field.name;
  const heading = element("h3", name);
  heading.append(element("span", text().people(field.waiting.length)));
  box.append(heading);
  if (field.waiting.length === 0) {
    box.append(element("p", text().nobody, "nobody"));
    return box;
  }
  const list = element("ol");
  for (const ticket of field.waiting) {
    const row = element("li");
    row.append(element("b", ticket.number));
    if (ticket.isPriority) row.append(element("small", text().priority, "mark"));
    row.append(element("small", waited(ticket)));
    row.classList.toggle("priority", ticket.isPriority);
    row.classList.toggle("next", Boolean(view.next) && view.next.id === ticket.id);
    list.append(row);
  }
  box.append(list);
  return box;
}

const pause = milliseconds => new Promise(done => setTimeout(done, milliseconds));

// One loop a counter: every answer says where to wait next; choosing another counter ends the loop.
async function follow() {
  if (polling) polling.abort();
  if (!counter) return;
  const mine = polling = new AbortController();
  let after = 0;
  while (!mine.signal.aborted) {
    try {
      const path = `/v1/counters/${encodeURIComponent(counter)}?after=${after}&wait=20`;
      const answer = await fetch(path, { signal: mine.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      view = await answer.json();
      after = view.cursor;
      // Their changes move the same cursor.
      const reports = await fetch("/v1/dispensers", { signal: mine.signal });
      if (reports.ok) ({ dispensers } = await reports.json());
      isDown = false;
      draw();
      await pause(200);
    } catch (error) {
      if (mine.signal.aborted) return;
      isDown = true;
      draw();
      await pause(1000);
    }
  }
}

async function press(action) {
  if (isBusy || !view) return;
  const body = action === "call-next" ? {} : view.current ? { ticket: view.current.id } : null;
  if (!body) return;
  isBusy = true;
  find("message").textContent = "";
  draw();
  try {
    const answer = await fetch(`/v1/counters/${encodeURIComponent(counter)}/${action}`, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
    });
    if (!answer.ok) find("message").textContent = answer.status === 409 ? text().changed : text().failed;
    const fresh = await fetch(`/v1/counters/${encodeURIComponent(counter)}`);
    if (fresh.ok) view = await fresh.json();
  } catch {
    find("message").textContent = text().failed;
  }
  isBusy = false;
  const pressed = document.activeElement;
  draw();
  // A button that has just become useless passes the focus on, or the keyboard would be lost.
  if (pressed && pressed.disabled) {
    const next = Object.keys(buttons).map(find).find(button => !button.disabled);
    (next || find("counter")).focus();
  }
}

async function listCounters() {
  const select = find("counter");
  for (;;) {
    try {
      const { counters } = await (await fetch("/v1/counters")).json();
      if (!counters.some(one => one.id === counter)) counter = "";
      const options = counters.map(one => new Option(one.id, one.id, false, one.id === counter));
      select.replaceChildren(new Option(text().choose, "", false, !counter), ...options);
      isDown = false;
      return;
    } catch {
      isDown = true;
      draw();
      await pause(1000);
    }
  }
}

const keys = { F2: "call-next", F4: "recall", F8: "done", F9: "no-show" };
const buttons = { call: "call-next", recall: "recall", done: "done", "no-show": "no-show" };
for (const [id, action] of Object.entries(buttons)) find(id).addEventListener("click", () => press(action));
document.addEventListener("keydown", event => {
  if (!keys[event.key] || event.repeat) return;
  event.preventDefault();
  const id = Object.keys(buttons).find(id => buttons[id] === keys[event.key]);
  if (!find(id).disabled) press(keys[event.key]);
});
find("counter").addEventListener("change", event => {
  counter = event.target.value;
  localStorage.setItem("counter", counter);
  history.replaceState(null, "", counter ? `#${counter}` : "/");
  view = null;
  find("fields").replaceChildren();
  draw();
  follow();
});
for (const node of document.querySelectorAll("[data-language]"))
  node.addEventListener("click", () => {
    language = node.dataset.language;
    localStorage.setItem("language", language);
    if (find("counter").options.length) find("counter").options[0].text = text().choose;
    draw();
  });
// Waiting times grow although nothing happens.
setInterval(() => { if (view) { view.now += 15000; draw(); } }, 15000);

draw();
listCounters().then(() => { draw(); return follow(); });
