/** A recording that lies beside the page, as text. Throws where the server does not give it. */
export async function fetchRecording(name: string): Promise<string> {
  const response = await fetch(new URL(`recordings/${name}.json`, document.baseURI))
  if (!response.ok) throw new Error(`the server answered ${response.status}`)
  return response.text()
}
