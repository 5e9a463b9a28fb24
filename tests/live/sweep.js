// What a person who hears, magnifies or touches the page would miss; a list of sentences, empty when all is well.
() => {
  const problems = [];
  const tell = (node, what) => problems.push(`${node.outerHTML.slice(0, 120).replace(/\s+/g, " ")}: ${what}`);
  const text = (node) => (node ? node.textContent.trim() : "");
  const hiddenFromSight = (node) => {
    const style = getComputedStyle(node);
    return style.clipPath === "inset(50%)" || style.visibility === "hidden" || style.display === "none";
  };
  const seen = (node) => {
    const box = node.getBoundingClientRect();
    if (!box.width || !box.height) return false;
    for (let one = node; one; one = one.parentElement) if (hiddenFromSight(one)) return false;
    return true;
  };
  const named = (ids) => ids.split(/\s+/).map((id) => text(document.getElementById(id))).join(" ").trim();
  const nameOf = (node) => {
    const labelled = node.getAttribute("aria-labelledby");
    if (labelled) return named(labelled);
    return (node.getAttribute("aria-label") ?? "").trim() || text(node.labels?.[0]) || node.alt || text(node) || node.title;
  };

  // language, title, landmarks, headings
  if (!["fr", "en"].includes(document.documentElement.lang)) problems.push("the page has no language");
  if (!document.title) problems.push("the page has no title");
  if (document.querySelectorAll("main").length !== 1) problems.push("there is not one main part");
  if (document.querySelectorAll("h1").length !== 1) problems.push("there is not one main heading");
  for (const node of document.querySelectorAll("section, nav, [role=radiogroup], [role=tablist], [role=log], [role=group], dialog"))
    if (seen(node) && !nameOf(node)) tell(node, "a part without a name");
  const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
  for (const id of new Set(ids)) if (ids.filter((one) => one === id).length > 1) problems.push(`#${id} is there more than once`);
  for (const attribute of ["aria-labelledby", "aria-describedby", "aria-controls"])
    for (const node of document.querySelectorAll(`[${attribute}]`))
      for (const id of node.getAttribute(attribute).split(/\s+/)) if (!document.getElementById(id)) tell(node, `${attribute} names nothing`);

  // every control has a name, says what it is, and can be touched
  const controls = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  for (const node of document.querySelectorAll(controls)) {
    if (!seen(node)) continue;
    if (!nameOf(node)) tell(node, "a control without a name");
    if (node.closest("[aria-hidden=true]")) tell(node, "a control that is not read out");
    const box = node.getBoundingClientRect();
    if (box.width < 44 || box.height < 44) tell(node, `only ${Math.round(box.width)} × ${Math.round(box.height)} to touch`);
  }
  for (const node of document.querySelectorAll("[role=radio]")) if (!node.hasAttribute("aria-checked")) tell(node, "a choice without a state");
  for (const node of document.querySelectorAll("[role=tab]")) if (!node.hasAttribute("aria-selected")) tell(node, "a tab without a state");
  for (const node of document.querySelectorAll("img")) if (!node.alt) tell(node, "a picture without words");
  for (const node of document.querySelectorAll("svg:not([aria-hidden=true])")) if (seen(node) && !node.closest(".icons")) tell(node, "a drawing that is neither named nor hidden");

  // contrast of what is written, on what is really behind it
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const colour = (said) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = said;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (above, below) => [0, 1, 2].map((n) => above[n] * above[3] + below[n] * (1 - above[3])).concat(1);
  const behind = (node) => {
    const layers = [];
    for (let one = node; one; one = one.parentElement) layers.push(colour(getComputedStyle(one).backgroundColor));
    return layers.reduceRight((below, layer) => over(layer, below), [255, 255, 255, 1]);
  };
  const light = (rgb) => rgb.slice(0, 3).map((n) => n / 255)
    .map((n) => (n <= 0.04045 ? n / 12.92 : ((n + 0.055) / 1.055) ** 2.4))
    .reduce((sum, n, place) => sum + n * [0.2126, 0.7152, 0.0722][place], 0);
  const check = (node, said, what) => {
    let opacity = 1;
    for (let one = node; one; one = one.parentElement) opacity *= Number(getComputedStyle(one).opacity);
    const below = behind(node);
    const [r, g, b, a] = colour(said);
    const pair = [light(over([r, g, b, a * opacity], below)), light(below)].sort((x, y) => y - x);
    const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
    if (ratio < 4.5) tell(node, `${what} has a contrast of ${ratio.toFixed(2)}`);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let one = walker.nextNode(); one; one = walker.nextNode()) {
    const node = one.parentElement;
    if (!one.textContent.trim() || !seen(node) || node.closest("script, style")) continue;
    check(node, getComputedStyle(node).color, "text");
  }
  for (const node of document.querySelectorAll("textarea")) if (seen(node)) check(node, getComputedStyle(node, "::placeholder").color, "a placeholder");

  // nothing is wider than the screen, nor cut where people and groups are chosen
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > wide) problems.push(`the page is ${document.documentElement.scrollWidth} wide on a screen of ${wide}`);
  for (const node of document.querySelectorAll("body *")) {
    if (!seen(node)) continue;
    const box = node.getBoundingClientRect();
    if (box.right > wide + 1 || box.left < -1) tell(node, `reaches from ${Math.round(box.left)} to ${Math.round(box.right)} on a screen of ${wide}`);
  }
  for (const node of document.querySelectorAll(".personas, .tabs"))
    if (seen(node) && node.scrollWidth > node.clientWidth + 1) tell(node, "some of it is cut");
  return problems;
}
