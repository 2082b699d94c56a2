/** Python libraries that code of data sets asks for and the sandbox does not have. */

const absent =
  'numpy pandas scipy matplotlib seaborn sklearn tensorflow torch keras requests bs4 nltk django flask sympy networkx cv2 PIL openpyxl xlwt geopandas shapely statsmodels wordcloud psutil lxml yaml sortedcontainers'.split(
    ' ',
  )

/** Those that the code imports. */
export function absentOf(code: string): string[] {
  const imported = new Set(
    [...code.matchAll(/^[ \t]*(?:import|from)[ \t]+([A-Za-z_]\w*)/gm)].map((found) => found[1]!),
  )
  return absent.filter((name) => imported.has(name))
}

/** What is said of a row that needs them. */
export function absentSaid(names: readonly string[]): string {
  return `It needs ${names.join(', ')}: the sandbox has Python’s standard library alone, so that no attempt would pass. Choose a row without.`
}
