export async function drawPicture(..._: unknown[]): Promise<{ name: string; content: Blob }> { throw new Error("x") }
