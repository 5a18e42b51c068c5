// Draws the figures of the table below each chart. Colours and words come from the page.
(function () {
  "use strict";

  const style = getComputedStyle(document.documentElement);
  const word = (name) => style.getPropertyValue(name).trim();
  const COLOURS = ["#0B5CAD", "#C2410C", "#14663A", "#6B4A00", "#5B3B8C", "#4A5565"];
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
      legend: { show: data.series.length > 1, top: 0, textStyle: font },
      grid: { left: 8, right: 24, top: data.series.length > 1 ? 40 : 28, bottom: 8, containLabel: true },
    };
  }

  function axes(data, flat) {
    const names = { type: "category", data: data.labels, inverse: flat, axisLabel: font, axisTick: { show: false }, axisLine: { lineStyle: { color: line } } };
    const values = { type: "value", name: data.unit || "", nameTextStyle: font, axisLabel: font, splitLine: { lineStyle: { color: line } }, scale: Boolean(data.scale), max: data.max };
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

  function radar(data) {
    const top = data.max || Math.max(...data.series.flatMap((one) => one.values));
    return {
      ...shared(data),
      tooltip: { trigger: "item", renderMode: "richText", confine: true },
      radar: { radius: "60%", indicator: data.labels.map((name) => ({ name, max: top })), axisName: font },
      series: [{ type: "radar", data: data.series.map((one) => ({ name: one.name, value: one.values })) }],
    };
  }

  const OPTIONS = {
    column: (data) => ({ ...shared(data), ...axes(data, false), series: drawn(data, "bar") }),
    bar: (data) => ({ ...shared(data), ...axes(data, true), series: drawn(data, "bar") }),
    line: (data) => ({ ...shared(data), ...axes(data, false), series: drawn(data, "line", { symbolSize: 7 }) }),
    step: (data) => ({ ...shared(data), ...axes({ scale: true, ...data }, false), series: drawn(data, "line", { step: "end", symbolSize: 7 }) }),
    radar,
    interval: (data) => {
      const option = { ...shared(data), ...axes(data, true), series: ranges(data) };
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
      chart.setOption(OPTIONS[data.kind](data));
      window.addEventListener("resize", () => chart.resize());
    });
  };
  window.qhCharts(document);
})();
