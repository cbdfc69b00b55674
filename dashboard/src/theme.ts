import { Button, createTheme, type MantineColorsTuple } from '@mantine/core';

/** Primary #1B7F5C stands at index 7: white on it can be read in light and dark (5.0 to 1). */
const evergreen: MantineColorsTuple = [
  '#eef8f4', '#d9eee5', '#b4dccb', '#8bcaaf', '#66b996', '#45a981', '#2d936d', '#1b7f5c', '#14684b', '#0d503a',
];

/** A gray with a breath of green, so that surfaces and the primary color belong together. */
const gray: MantineColorsTuple = [
  '#f7f9f8', '#f0f3f2', '#e4e9e7', '#d3dad7', '#b3bdb9', '#8c9893', '#64716c', '#48544f', '#303a36', '#1a211e',
];

const dark: MantineColorsTuple = [
  '#d5dcd9', '#b4beba', '#98a49f', '#6b7772', '#3a4541', '#2b3431', '#202825', '#161c1a', '#111614', '#0b0f0d',
];

export const theme = createTheme({
  primaryColor: 'evergreen',
  primaryShade: 7,
  colors: { evergreen, gray, dark },
  defaultRadius: 8,
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily:
    "'Inter Variable', -apple-system, BlinkMacSystemFont, 'Segoe UI', 'Noto Sans JP', 'Noto Sans CJK JP', 'Noto Sans KR', 'Noto Sans CJK KR', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', monospace",
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.4' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '8px', xl: '8px' },
  shadows: {
    xs: '0 1px 2px rgb(16 32 26 / 6%)',
    sm: '0 1px 2px rgb(16 32 26 / 8%)',
    md: '0 8px 24px -8px rgb(16 32 26 / 22%)',
    lg: '0 8px 24px -8px rgb(16 32 26 / 22%)',
    xl: '0 8px 24px -8px rgb(16 32 26 / 22%)',
  },
  components: {
    Button: Button.extend({ styles: { label: { fontWeight: 500 } } }),
  },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '22px', lineHeight: '1.3' },
      h2: { fontSize: '15px', lineHeight: '1.4' },
      h3: { fontSize: '13px', lineHeight: '1.4' },
    },
  },
});
