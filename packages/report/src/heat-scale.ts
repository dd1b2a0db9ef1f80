/** Colours of the six levels of heat map and calendar, as their specifications name them; a mix works in light, dark and print. */
export const HEAT: readonly { readonly label: string; readonly colour: string; readonly dash: boolean }[] = [
  { label: 'None', colour: 'var(--track)', dash: false },
  ...[30, 46, 63, 81].map((percent, index) => ({
    label: ['up to 4% of the highest', 'up to 16%', 'up to 36%', 'up to 64%'][index] ?? '',
    colour: `color-mix(in srgb, var(--accent) ${percent}%, var(--card))`,
    dash: false,
  })),
  { label: 'up to the highest', colour: 'var(--accent)', dash: false },
];
