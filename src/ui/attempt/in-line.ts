/** Line ends of a template are for the model; on the screen a piece is a paragraph. */
export const inLine = (text: string): string => text.trim().replace(/\s*\n\s*/g, ' ')
