// Draws the figures of the table below each chart. Colours and words come from the page.
(function () {
  "use strict";

  const style = getComputedStyle(document.documentElement);
  const word = (name) => style.getPropertyValue(name).trim();
  const COLOURS = ["#0B5CAD", "#C2410C", "#14663A", "#6B4A00", "#5B3B8C", "#4A5565"];
  const NARROW = 560;
  const dark = document.documentElement.classList.contains("qh-contrast");
  const ink = dark ? "#000000" : word("--qh-ink-2");
  const line = dark ? "#000000" : word("--qh-line");
  const font = { color: ink, fontFamily: "Microsoft YaHei, Noto Sans SC, Noto Sans CJK SC, sans-serif", fontSize: 13 };

  function shared(data) {
    return {
      color: COLOURS,
      textStyle: font,
      animation: false,
      aria: { enabled: true, decal: { show: data.series.length > 1 } },
      tooltip: { trigger: "axis", renderMode: "richText", confine: true },
      legend: { show: data.series.length > 1, type: data.ranks ? "scroll" : "plain", top: 0, textStyle: font },
      grid: { left: 8, right: 24, top: data.series.length > 1 ? 40 : 28, bottom: 8, containLabel: true },
    };
  }

  function axes(data, flat, width) {
    const label = flat ? { ...font, width: width < NARROW ? 112 : 220, overflow: "break", lineHeight: 16 } : font;
    const names = { type: "category", data: data.labels, inverse: flat, axisLabel: label, axisTick: { show: false }, axisLine: { lineStyle: { color: line } } };
    const ranks = data.ranks ? { inverse: true, min: 1, minInterval: 1 } : {};
    const values = { type: "value", name: data.unit || "", nameTextStyle: font, ...ranks, axisLabel: font, splitLine: { lineStyle: { color: line } }, scale: Boolean(data.scale), max: data.max };
    return flat ? { xAxis: values, yAxis: names } : { xAxis: names, yAxis: values };
  }

  function drawn(data, type, more) {
    return data.series.map((one) => ({ type, name: one.name, data: one.values, barMaxWidth: 32, ...more }));
  }

  // A value is [low, middle, high]: an invisible foot, a bar from low to high, a dot at the middle.
  function ranges(data) {
    return data.series.flatMap((one, n) => [
      { type: "bar", stack: `range-${n}`, silent: true, itemStyle: { color: "transparent" }, tooltip: { show: false }, data: one.values.map((v) => v[0]) },
      { type: "bar", stack: `range-${n}`, name: one.name, barMaxWidth: 14, itemStyle: { color: COLOURS[n], opacity: .35 }, data: one.values.map((v) => v[2] - v[0]) },
      { type: "scatter", name: one.name, symbolSize: 12, itemStyle: { color: COLOURS[n] }, data: one.values.map((v, place) => [v[1], place]) },
    ]);
  }

  function rangeTip(data) {
    return (points) => {
      const place = points[0].dataIndex;
      const lines = data.series.map((one) => `${one.name || ""} ${one.values[place].map((v) => v.toLocaleString()).join(" · ")}`.trim());
      return [data.labels[place], ...lines].join("\n");
    };
  }

  // One dot per mark: the side by its shape, a dropped mark hollow, equal marks above one another, a stroke at the score.
  function strip(data, width) {
    const seen = new Map();
    const lift = (place, figure) => {
      const key = `${place}/${figure}`;
      const count = seen.get(key) || 0;
      seen.set(key, count + 1);
      return (count % 2 ? 1 : -1) * Math.ceil(count / 2) * 9;
    };
    const dots = (one) => one.values.map(([figure, place, name]) => ({
      value: [figure, place],
      name,
      symbolOffset: one.shape === "stroke" ? [0, 0] : [0, lift(place, figure)],
    }));
    const looks = (one) => {
      if (one.shape === "stroke") {
        return { symbol: "rect", symbolSize: [3, 24], color: ink, itemStyle: { color: ink } };
      }
      const colour = COLOURS[one.colour];
      const style = { color: one.hollow ? "#FFFFFF" : colour, borderColor: colour, borderWidth: 2, opacity: 1 };
      return { symbol: one.shape, symbolSize: one.shape === "diamond" ? 14 : 11, itemStyle: style };
    };
    const option = { ...shared(data), ...axes({ scale: true, ...data }, true, width) };
    option.legend = { ...option.legend, left: 0, itemWidth: 14, itemGap: width < NARROW ? 8 : 16, orient: width < NARROW ? "vertical" : "horizontal" };
    option.grid = { ...option.grid, top: width < NARROW ? 24 * data.series.length + 20 : 40, bottom: 24 };
    option.aria = { enabled: true };
    const round = (step) => (value) => Math.max(0, Math.min(100, step(value) * 5));
    const ends = { min: (value) => round(Math.floor)((value.min - 1) / 5), max: (value) => round(Math.ceil)((value.max + 1) / 5) };
    option.xAxis = { ...option.xAxis, ...ends, nameLocation: "middle", nameGap: 28 };
    option.yAxis = { ...option.yAxis, splitLine: { show: true, lineStyle: { color: line } } };
    option.tooltip = {
      ...option.tooltip,
      trigger: "item",
      formatter: (dot) => [dot.name, dot.value[0], data.labels[dot.value[1]], dot.seriesName].filter((part) => part !== "").join(" · "),
    };
    option.series = data.series.map((one) => ({ type: "scatter", name: one.name, data: dots(one), ...looks(one) }));
    return option;
  }

  // Bars away from the score as it is; a bar that reaches another grade has its outline, a cut its dashed line.
  function tornado(data, width) {
    const bar = (marked) => (value, place) => ({
      value,
      itemStyle: marked[place] ? { borderColor: dark ? "#000000" : word("--qh-ink"), borderWidth: 2 } : {},
    });
    const signed = (value) => `${value > 0 ? "+" : ""}${value}`;
    const option = { ...shared(data), ...axes(data, true, width) };
    option.legend = { ...option.legend, left: 0 };
    option.grid = { ...option.grid, top: 52, bottom: 24 };
    if (width < NARROW) {
      option.yAxis.axisLabel = { ...option.yAxis.axisLabel, overflow: "truncate" };
    }
    option.xAxis = { ...option.xAxis, nameLocation: "middle", nameGap: 28, axisLabel: { ...font, formatter: signed } };
    option.tooltip.formatter = (points) => {
      const place = points[0].dataIndex;
      const lines = data.series.map((one) => `${one.name} ${(data.centre + one.values[place]).toFixed(2)} (${signed(one.values[place])})`);
      return [data.labels[place], ...lines].join("\n");
    };
    option.series = data.series.map((one, n) => ({
      type: "bar",
      name: one.name,
      stack: "swing",
      barMaxWidth: 22,
      data: one.values.map(bar(one.marked)),
      markLine: n || !data.cuts.length ? undefined : {
        silent: true,
        symbol: "none",
        lineStyle: { color: ink, type: "dashed" },
        label: { ...font, position: "start", formatter: (cut) => cut.name },
        data: data.cuts.map((cut) => ({ name: cut.name, xAxis: cut.value })),
      },
    }));
    return option;
  }

  function bars(data, width) {
    const option = { ...shared(data), ...axes(data, true, width) };
    const label = data.figures ? { show: true, position: "right", color: ink, formatter: (bar) => `${bar.value}${data.unit || ""}` } : {};
    option.series = drawn(data, "bar", { label });
    if (data.figures) {
      option.grid = { ...option.grid, right: 56 };
    }
    return option;
  }

  function radar(data, width) {
    const narrow = width < NARROW;
    const top = data.max || Math.max(...data.series.flatMap((one) => one.values));
    return {
      ...shared(data),
      tooltip: { trigger: "item", renderMode: "richText", confine: true },
      radar: { radius: "60%", indicator: data.labels.map((name) => ({ name: narrow ? name.replace(" ", "\n") : name, max: top })), axisName: font },
      series: [{ type: "radar", data: data.series.map((one) => ({ name: one.name, value: one.values })) }],
    };
  }

  const OPTIONS = {
    column: (data) => ({ ...shared(data), ...axes(data, false), series: drawn(data, "bar") }),
    bar: bars,
    line: (data) => ({ ...shared(data), ...axes(data, false), series: drawn(data, "line", { symbolSize: 7 }) }),
    step: (data) => ({ ...shared(data), ...axes({ scale: true, ...data }, false), series: drawn(data, "line", { step: "end", symbolSize: 7 }) }),
    radar,
    strip,
    tornado,
    interval: (data, width) => {
      const option = { ...shared(data), ...axes(data, true, width), series: ranges(data) };
      option.tooltip.formatter = rangeTip(data);
      return option;
    },
  };
  OPTIONS.dots = OPTIONS.interval;

  window.qhCharts = function (within) {
    within.querySelectorAll("[data-chart]").forEach((place) => {
      const source = document.getElementById(place.dataset.chart);
      if (!source || window.echarts.getInstanceByDom(place)) {
        return;
      }
      const data = JSON.parse(source.textContent);
      const chart = window.echarts.init(place, null, { renderer: "canvas" });
      chart.setOption(OPTIONS[data.kind](data, place.clientWidth));
      window.addEventListener("resize", () => chart.resize());
    });
  };
  window.qhCharts(document);
})();
