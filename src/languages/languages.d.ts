// The page's own modules with the texts of another language.
declare module '*?lang=de' {
  export const open: (typeof import('../open.tsx'))['open']
}
declare module '*?lang=zh' {
  export const open: (typeof import('../open.tsx'))['open']
}
