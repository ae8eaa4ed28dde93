// The switch of the colours, and a cursor over the charts with the figures under it. The page is complete
// without this script.
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
  const timeline = document.getElementById("timeline");
  const source = document.getElementById("points");
  if (!timeline || !source) return;
  const points = JSON.parse(source.textContent);
  const last = points.left_percent.length - 1;
  const plots = [...timeline.querySelectorAll(".plot")];

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
  timeline.append(card);
  const time = make("strong", "");
  card.append(time);
  const cells = points.series.map((series) => {
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
  const show = (at) => {
    shown = Math.min(Math.max(at, 0), last);
    const left = points.left_percent[shown];
    for (const cursor of cursors) {
      cursor.hidden = false;
      cursor.style.left = `${left}%`;
    }
    time.textContent = points.time[shown];
    cells.forEach((cell, place) => { cell.textContent = points.series[place].figures[shown]; });
    card.hidden = false;
    // The card stands on the side of the cursor that has room.
    const frame = timeline.getBoundingClientRect();
    const plot = plots[0].getBoundingClientRect();
    const x = plot.left - frame.left + (plot.width * left) / 100;
    const before = x + 16 + card.offsetWidth > frame.width;
    card.style.left = `${before ? Math.max(x - 16 - card.offsetWidth, 0) : x + 16}px`;
  };
  const hide = () => {
    shown = -1;
    card.hidden = true;
    for (const cursor of cursors) cursor.hidden = true;
  };
  const nearest = (percent) => {
    let low = 0;
    let high = last;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (points.left_percent[middle] < percent) low = middle + 1; else high = middle;
    }
    const isCloser = low > 0 &&
      percent - points.left_percent[low - 1] < points.left_percent[low] - percent;
    return isCloser ? low - 1 : low;
  };

  for (const plot of plots) {
    const move = (event) => {
      const box = plot.getBoundingClientRect();
      show(nearest(((event.clientX - box.left) / box.width) * 100));
      card.style.top = `${box.top - timeline.getBoundingClientRect().top + 8}px`;
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
      show(shown < 0 ? (step > 0 ? 0 : last) : shown + step);
      card.style.top = `${plot.getBoundingClientRect().top - timeline.getBoundingClientRect().top + 8}px`;
    });
  }
})();
