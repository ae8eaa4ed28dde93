// The switch of the colours, a button that copies the command, tables put in order by their heads, and a
// cursor over the charts with the figures under it. The page is complete without this script.
"use strict";

(() => {
  const root = document.documentElement;
  const theme = document.getElementById("theme");
  const prefersDark = window.matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : prefersDark.matches);
  const label = () => { theme.textContent = isDark() ? "Light" : "Dark"; };
  theme.hidden = false;
  theme.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    label();
  });
  prefersDark.addEventListener("change", label);
  label();
})();

(() => {
  const button = document.getElementById("copy");
  if (!button) return;
  const command = button.parentElement.querySelector("code");
  button.hidden = false;
  const say = (word) => {
    button.textContent = word;
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
  };
  button.addEventListener("click", async () => {
    // Opened as a file, the page may have no clipboard; then the text is at least marked.
    try {
      await navigator.clipboard.writeText(command.textContent);
      say("Copied");
    } catch {
      window.getSelection().selectAllChildren(command);
      say(document.execCommand("copy") ? "Copied" : "Marked");
    }
  });
})();

for (const table of document.querySelectorAll(".sortable table")) {
  const heads = [...table.tHead.rows[0].cells];
  const body = table.tBodies[0];
  const key = (row, at) => {
    const cell = row.cells[at];
    return cell.dataset.value === undefined ? cell.textContent : Number(cell.dataset.value);
  };
  const compare = (one, other) => {
    if (typeof one === "number" && typeof other === "number") return one - other;
    if (typeof one !== typeof other) return typeof one === "number" ? 1 : -1;
    return one.localeCompare(other);
  };
  heads.forEach((head, at) => {
    head.tabIndex = 0;
    const sort = () => {
      // Names from A, figures from the largest; again turns it around.
      const first = at === 0 ? "ascending" : "descending";
      const second = at === 0 ? "descending" : "ascending";
      const order = head.getAttribute("aria-sort") === first ? second : first;
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", order);
      const sign = order === "ascending" ? 1 : -1;
      const sum = (row) => (row.classList.contains("sum") ? 1 : 0);
      const rows = [...body.rows];
      rows.sort((a, b) => sum(a) - sum(b) || sign * compare(key(a, at), key(b, at)));
      body.append(...rows);
    };
    head.addEventListener("click", sort);
    head.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      sort();
    });
  });
}

for (const charts of document.querySelectorAll(".charts")) {
  const points = JSON.parse(charts.querySelector(".points").textContent);
  const last = points.left_percent.length - 1;
  const plots = [...charts.querySelectorAll(".plot")];

  const make = (tag, className) => {
    const element = document.createElement(tag);
    element.className = className;
    return element;
  };
  const cursors = plots.map((plot) => {
    const cursor = make("div", "cursor");
    cursor.hidden = true;
    plot.append(cursor);
    return cursor;
  });
  const card = make("div", "reading");
  card.hidden = true;
  charts.append(card);
  const time = make("strong", "");
  card.append(time);
  // A small chart shows its figure in its own caption, the large ones share the card.
  const cells = points.series.map((series) => {
    if (series.chart) return document.querySelector(`#${series.chart} .at`);
    const row = make("div", "");
    const swatch = make("i", series.class);
    const name = make("span", "");
    name.textContent = series.name;
    const figure = make("b", "");
    row.append(swatch, name, figure);
    card.append(row);
    return figure;
  });

  let shown = -1;
  const show = (at, plot) => {
    shown = Math.min(Math.max(at, 0), last);
    const left = points.left_percent[shown];
    for (const cursor of cursors) {
      cursor.hidden = false;
      cursor.style.left = `${left}%`;
    }
    time.textContent = points.at[shown];
    cells.forEach((cell, place) => { cell.textContent = points.series[place].figures[shown]; });
    card.hidden = false;
    // The card stands on the side of the cursor that has room.
    const frame = charts.getBoundingClientRect();
    const box = plot.getBoundingClientRect();
    const x = box.left - frame.left + (box.width * left) / 100;
    const before = x + 16 + card.offsetWidth > frame.width;
    card.style.left = `${before ? Math.max(x - 16 - card.offsetWidth, 0) : x + 16}px`;
    card.style.top = `${box.top - frame.top + 8}px`;
  };
  const hide = () => {
    shown = -1;
    card.hidden = true;
    for (const cursor of cursors) cursor.hidden = true;
    cells.forEach((cell, place) => { if (points.series[place].chart) cell.textContent = ""; });
  };
  // Places need not be in order: a test may come back to a load.
  const nearest = (percent) => {
    const distance = (at) => Math.abs(points.left_percent[at] - percent);
    let best = 0;
    for (let at = 1; at <= last; at += 1) if (distance(at) < distance(best)) best = at;
    return best;
  };

  for (const plot of plots) {
    const move = (event) => {
      const box = plot.getBoundingClientRect();
      show(nearest(((event.clientX - box.left) / box.width) * 100), plot);
    };
    plot.addEventListener("pointermove", move);
    plot.addEventListener("pointerdown", move);
    plot.addEventListener("pointerleave", hide);
    plot.tabIndex = 0;
    plot.addEventListener("blur", hide);
    plot.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (event.key === "Escape") hide();
      if (!step) return;
      event.preventDefault();
      show(shown < 0 ? (step > 0 ? 0 : last) : shown + step, plot);
    });
  }
}
