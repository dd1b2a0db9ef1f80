import { expect, test } from 'vitest';
import { compactSvg } from './compact-svg.js';

const drawing = (marks: string) => `<svg viewBox="0 0 90 60" class="marks"><g>${marks}</g></svg>`;
const inner = (marks: string) => compactSvg(drawing(marks), 'x').replace(/^<svg [^>]*>|<\/svg>$/g, '');

test('lines of one look are one path, at the places that their transforms gave them', () => {
  expect(
    inner(
      '<line transform="translate(0,40)" x2="80" y2="0" stroke="red"/><line transform="translate(0,20.04)" x2="80" y2="0" stroke="red"/><line x2="0" y2="50" stroke="red"/>',
    ),
  ).toBe('<g stroke="red"><path d="M0,40h80M0,20h80M0,0v50"/></g>');
});

test('lines of another look stay apart; a turned line stays a line', () => {
  expect(inner('<line x2="9" y2="9" stroke="red"/><line x2="9" y2="0" stroke="blue"/>')).toBe(
    '<path d="M0,0l9,9" stroke="red"/><path d="M0,0h9" stroke="blue"/>',
  );
  const turned = '<line transform="translate(1,2) rotate(90)" x2="9" stroke="red"/>';
  expect(inner(`${turned}<rect width="1"/>`)).toBe(`${turned}<rect width="1"/>`);
});

test('what cannot be seen is left out', () => {
  expect(inner('<path d="M0,0h1" fill="red" opacity="0"/><path d="M0,0h2" fill="red"/>')).toBe(
    '<path d="M0,0h2" fill="red"/>',
  );
});
