/** A model's files dropped anywhere on the page. Other files are left to the browser. */
import { useEffect, useState } from 'react'
import { useLab } from '../lab.tsx'
import './ModelDrop.css'

const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
const isModel = (files: readonly File[]) => files.some(({ name }) => /\.(gguf|safetensors)$/.test(name))

export function ModelDrop() {
  const lab = useLab()
  const [over, setOver] = useState(false)
  useEffect(() => {
    // Enter and leave come for every element under the pointer.
    let depth = 0
    const enter = (event: DragEvent) => carriesFiles(event) && depth++ === 0 && setOver(true)
    const leave = (event: DragEvent) => carriesFiles(event) && --depth === 0 && setOver(false)
    const hover = (event: DragEvent) => carriesFiles(event) && event.preventDefault()
    const drop = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      depth = 0
      setOver(false)
      const files = [...(event.dataTransfer?.files ?? [])]
      if (isModel(files)) {
        lab.choices.openPanel(null)
        lab.models.useFiles(files)
      } else if (files.every(({ name }) => /\.(jsonl?|parquet)$/.test(name))) void lab.runs.importFiles(files)
      else
        lab.notices.notify(
          'These files are neither a model nor a run. Drop a GGUF file, the files of a model in safetensors, or a run: .json, or .jsonl or .parquet of another program.',
          'error',
        )
    }
    const listeners = { dragenter: enter, dragleave: leave, dragover: hover, drop } as const
    for (const [name, listener] of Object.entries(listeners))
      addEventListener(name, listener as EventListener)
    return () => {
      for (const [name, listener] of Object.entries(listeners))
        removeEventListener(name, listener as EventListener)
    }
  }, [lab])
  return (
    over && (
      <div className="model-drop" aria-hidden="true">
        <p>Drop a model’s files, or a run</p>
      </div>
    )
  )
}
