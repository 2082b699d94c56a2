export function sourceFiles(root: string, named?: RegExp): string[]
