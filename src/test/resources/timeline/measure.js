// Appended to a copy of a page by TimelineInBrowserIT: which labels touch, or stand out of what they label?
const found = [];
const box = (element) => element.getBoundingClientRect();
const name = (text) => `"${text.textContent}" at ${Math.round(box(text).x)},${Math.round(box(text).y)}`;
if (document.documentElement.scrollWidth > document.documentElement.clientWidth) {
  found.push('the page scrolls sideways');
}
// Lanes below the fold lie behind what follows the chart, unseen; unfold them.
document.querySelector('.chart').style.maxHeight = 'none';
const texts = [...document.querySelectorAll('svg text')];
texts.sort((a, b) => box(a).y - box(b).y);
for (let i = 0; i < texts.length; i++) {
  const one = box(texts[i]);
  for (let j = i + 1; j < texts.length && box(texts[j]).y < one.bottom; j++) {
    const two = box(texts[j]);
    // Line boxes are taller than the letters in them, so that a pixel or two above or below is no touch.
    const tall = Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top);
    if (tall > 2 && Math.min(one.right, two.right) > Math.max(one.left, two.left) + 0.5) {
      found.push(`${name(texts[i])} overlaps ${name(texts[j])}`);
    }
  }
  const picture = box(texts[i].closest('svg'));
  if (one.left < picture.left || one.right > picture.right || one.bottom > picture.bottom + 1) {
    found.push(`${name(texts[i])} is cut off`);
  }
}
for (const group of document.querySelectorAll('.bar, .phase, .mark')) {
  const rect = group.querySelector('rect');
  const text = group.querySelector('text');
  if (rect && text && (box(text).right > box(rect).right + 1 || box(text).left < box(rect).left - 1)) {
    found.push(`${name(text)} stands out of its bar`);
  }
}
const measured = document.createElement('pre');
measured.textContent = `MEASURED ${texts.length}\n${found.join('\n')}\nEND`;
document.body.append(measured);
