import { expect, test } from 'vitest';
import { compactHtml } from './compact-html.js';

test('end tags and quotes that HTML lets out are left out', () => {
  expect(
    compactHtml('<table class="n2"><tbody><tr><th>a</th><td class="x y">b</td></tr></tbody></table>'),
  ).toBe('<table class=n2><tbody><tr><th>a<td class="x y">b</table>');
  expect(compactHtml('<header><p class="eyebrow">a</p>\n<h3>b</h3></header><a href="#m">c</a>')).toBe(
    '<header><p class=eyebrow>a<h3>b</h3></header><a href=#m>c</a>',
  );
});

test('quotes stay where a value or what follows it needs them', () => {
  for (const html of [
    '<path d="M0,0" fill="red"/>',
    '<p title="a b">x</p> <span>y</span>',
    '<i title="">x</i>',
    '<i title="a&quot;b">x</i>',
    '<i title="a=b">x</i>',
  ])
    expect(compactHtml(html)).toBe(html.replace('d="M0,0"', 'd=M0,0'));
});

test('scripts, style sheets and blocks keep every byte', () => {
  const raw = '<script type="text/plain" id="block-x">a </td> class="x" </p><p</script><style>td{}</style>';
  expect(compactHtml(raw)).toBe(raw);
});

test('characters that nobody sees are references, outside scripts', () => {
  expect(compactHtml('<option value="a\u202eb\u2028c">d</option><script>"\u2028"</script>')).toBe(
    '<option value="a&#x202e;b&#x2028;c">d</option><script>"\u2028"</script>',
  );
});
