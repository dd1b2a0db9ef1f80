/** Colours of the five levels of the heat map, as its specification names them; a mix works in light, dark and print. */
export const HEAT: readonly { readonly label: string; readonly colour: string; readonly dash: boolean }[] = [
  { label: 'None', colour: 'var(--track)', dash: false },
  ...[22, 45, 70].map((percent, index) => ({
    label: ['up to 1/16 of the highest', 'up to 1/4', 'up to 9/16'][index] ?? '',
    colour: `color-mix(in srgb, var(--accent) ${percent}%, var(--card))`,
    dash: false,
  })),
  { label: 'up to the highest', colour: 'var(--accent)', dash: false },
];
