import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

const gatehouse: MantineColorsTuple = [
  '#eef3ff',
  '#dce5fb',
  '#b7c8f5',
  '#8fa9ef',
  '#6d8fe9',
  '#5477e4',
  '#2f5fdd',
  '#1f4fd8',
  '#1a43b8',
  '#143592',
];

const FONT =
  "Inter, ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Noto Sans', sans-serif";

export const theme = createTheme({
  primaryColor: 'gatehouse',
  primaryShade: { light: 7, dark: 7 },
  colors: { gatehouse },
  fontFamily: FONT,
  fontFamilyMonospace: "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace",
  headings: { fontFamily: FONT, fontWeight: '650' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
});

/** Texts keep a contrast of 4.5 to 1 on every ground that the console has (WCAG 1.4.3). */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#5a6472',
    '--mantine-color-error': 'var(--mantine-color-red-9)',
    '--mantine-color-placeholder': '#6b7480',
    '--console-ground': '#f7f8fa',
    '--console-hover': '#f7f8fa',
    '--console-line': 'var(--mantine-color-gray-3)',
    '--console-alarm': 'var(--mantine-color-red-8)',
    '--console-series-1': 'var(--mantine-color-gatehouse-3)',
    '--console-series-2': 'var(--mantine-color-gatehouse-6)',
    '--console-series-3': 'var(--mantine-color-teal-7)',
  },
  dark: {
    '--mantine-color-body': '#1e2024',
    '--mantine-color-anchor': 'var(--mantine-color-gatehouse-3)',
    '--mantine-color-dimmed': '#a5abb5',
    '--mantine-color-error': 'var(--mantine-color-red-4)',
    '--mantine-color-placeholder': '#959ca8',
    '--console-ground': '#17181b',
    '--console-hover': '#26282d',
    '--console-line': 'var(--mantine-color-dark-4)',
    '--console-alarm': 'var(--mantine-color-red-4)',
    '--console-series-1': 'var(--mantine-color-gatehouse-2)',
    '--console-series-2': 'var(--mantine-color-gatehouse-4)',
    '--console-series-3': 'var(--mantine-color-teal-4)',
  },
});
