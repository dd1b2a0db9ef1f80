import { part } from './dom.js';

const THEMES = ['auto', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];
const KEY = 'cc-report-theme';

/** The button that goes from the system's theme to light to dark. Colours are custom properties, so nothing is drawn again. */
export function startTheme(): void {
  const control = part('#theme');
  const show = (theme: Theme) => {
    document.documentElement.dataset['theme'] = theme;
    control.textContent = `Theme: ${theme}`;
  };
  let theme = kept();
  show(theme);
  control.addEventListener('click', () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'auto';
    show(theme);
    // A sandboxed viewer has no storage.
    try {
      localStorage.setItem(KEY, theme);
    } catch {}
  });
}

function kept(): Theme {
  try {
    return THEMES.find((theme) => theme === localStorage.getItem(KEY)) ?? 'auto';
  } catch {
    return 'auto';
  }
}
