// Appended to a copy of a page by TimelineInBrowserIT: which labels touch, in whichever width, and what scrolls away?
const found = [];
const box = (element) => element.getBoundingClientRect();
const name = (text) => `"${text.textContent}" at ${Math.round(box(text).x)},${Math.round(box(text).y)}`;
if (document.documentElement.scrollWidth > document.documentElement.clientWidth) {
  found.push('the page scrolls sideways');
}
const chart = document.querySelector('.chart');
const all = (selector) => [...document.querySelectorAll(selector)];
let shown = 0;

// Lanes below the fold lie behind what follows the chart, unseen; unfold them.
function overlaps(width) {
  chart.style.maxHeight = 'none';
  const texts = all('.time, .quiet, .flag, .cause, .head b, .head small')
    .filter((text) => getComputedStyle(text).display !== 'none');
  shown = Math.max(shown, texts.length);
  texts.sort((a, b) => box(a).y - box(b).y);
  for (let i = 0; i < texts.length; i++) {
    const one = box(texts[i]);
    for (let j = i + 1; j < texts.length && box(texts[j]).y < one.bottom; j++) {
      const two = box(texts[j]);
      // Line boxes are taller than the letters in them, so that a pixel or two above or below is no touch.
      const tall = Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top);
      if (tall > 2 && Math.min(one.right, two.right) > Math.max(one.left, two.left) + 0.5) {
        found.push(`${width}: ${name(texts[i])} overlaps ${name(texts[j])}`);
      }
    }
    const row = box(texts[i].closest('.row'));
    if (one.left < row.left || one.right > row.right + 0.5 || one.top < row.top || one.bottom > row.bottom + 1) {
      found.push(`${width}: ${name(texts[i])} is cut off`);
    }
  }
  chart.style.maxHeight = '';
}

// Marks on one lane stand side by side, except in the overview.
function crowded(width) {
  for (const track of all('.track')) {
    const marks = [...track.querySelectorAll('.m')].sort((a, b) => box(a).x - box(b).x);
    for (let i = 1; i < marks.length; i++) {
      if (box(marks[i]).left < box(marks[i - 1]).right - 0.5) {
        found.push(`${width}: mark ${name(marks[i])} overlaps ${name(marks[i - 1])}`);
      }
    }
  }
}

// What says who and when stays where it is, however far the lanes are scrolled.
function headsMove(width) {
  const heads = all('.head');
  const axis = document.querySelector('.axis');
  const before = [heads.map((head) => box(head).x), box(axis).y];
  chart.scrollTo(chart.scrollWidth, chart.scrollHeight);
  if (chart.scrollWidth > chart.clientWidth + 1 && chart.scrollLeft === 0) {
    found.push(`${width}: the lanes do not scroll`);
  }
  heads.forEach((head, i) => {
    if (Math.abs(box(head).x - before[0][i]) > 0.5) {
      found.push(`${width}: the head ${name(head)} scrolled away`);
    }
  });
  if (Math.abs(box(axis).y - before[1]) > 0.5) {
    found.push(`${width}: the axis scrolled away`);
  }
  for (const bar of all('.bar, .phase').filter((bar) => bar.closest('.chart'))) {
    const text = bar.querySelector('span');
    const left = Math.max(box(bar).left, box(chart.querySelector('.head')).right);
    if (box(bar).right > left + box(text).width + 14 && box(text).left < left - 0.5) {
      found.push(`${width}: ${name(text)} scrolled away though its bar did not`);
    }
  }
  chart.scrollTo(0, 0);
}

const failure = document.querySelector('.sheet .end');
if (failure && (box(failure).height < chart.querySelector('.rows').clientHeight - 1)) {
  found.push('the failure is not marked in all lanes');
}
const widths = [];
for (const choice of all('input')) {
  choice.checked = true;
  widths.push(Math.round(box(document.querySelector('.track')).width));
  overlaps(choice.id);
  headsMove(choice.id);
  if (choice.id !== 'z0') {
    crowded(choice.id);
  }
}
for (let i = 1; i < widths.length; i++) {
  if (widths[i] < widths[i - 1] * 1.2) {
    found.push(`a wider choice is not wider: ${widths}`);
  }
}
const measured = document.createElement('pre');
measured.textContent = `MEASURED ${shown}\n${found.join('\n')}\nEND`;
document.body.append(measured);
