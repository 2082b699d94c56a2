/** A model on a server: where it is, which it is, its key and its tokenizer; whether it answers as it should, in words. */
import { useId, useState, type FormEvent } from 'react'
import { inOneLine } from '../../explained-error.ts'
import { useLab, useLabState } from '../lab.tsx'
import { TextField } from './TextField.tsx'

export function AskServer() {
  const lab = useLab()
  const [url, setUrl] = useState('http://localhost:8000/v1')
  const [name, setName] = useState('')
  const [key, setKey] = useState('')
  const [files, setFiles] = useState<readonly File[]>([])
  const [headId, filesId] = [useId(), useId()]
  const asking = useLabState((s) => s.engine.phase === 'loading' && s.engine.choice.kind === 'server')
  const lacking = [
    ...(url.trim() === '' ? ['its address'] : []),
    ...(name.trim() === '' ? ['its name'] : []),
    ...(files.length === 0 ? ['its tokenizer'] : []),
  ]
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (lacking.length > 0 || asking) return
    lab.models.useServer({
      url: url.trim(),
      name: name.trim(),
      key: key.trim() === '' ? null : key.trim(),
      files: [...files],
    })
  }
  return (
    <section className="ask-server" aria-labelledby={headId}>
      <h3 className="models-head" id={headId}>
        A model on a server
      </h3>
      <p>
        Of any size, where OpenAI’s completions are spoken as vLLM speaks them. It makes the attempts; they
        are judged here, and where it has prompt_logprobs it reads each again after its feedback. Nothing is
        trained, so the methods that learn are not offered.
      </p>
      <form onSubmit={submit}>
        <div className="ask-more">
          <TextField label="Address" inputMode="url" value={url} onChange={setUrl} />
          <TextField
            label="Model name on the server"
            value={name}
            onChange={setName}
            placeholder="Qwen/Qwen3-8B"
          />
          <TextField label="Key, where it wants one" type="password" value={key} onChange={setKey} />
          <div className="field">
            <label htmlFor={filesId}>Its tokenizer</label>
            <input
              id={filesId}
              type="file"
              multiple
              accept=".json,.jinja,.gguf"
              onChange={(event) => setFiles([...(event.target.files ?? [])])}
            />
          </div>
        </div>
        <p>
          The key goes to this address alone. It is kept in memory until the tab is closed or reloaded, and
          stands in no file, link or storage. The tokenizer is tokenizer.json and tokenizer_config.json
          together, with chat_template.jinja where the model has one, or its GGUF file.
        </p>
        <p className="models-files">
          <button type="submit" className="button" disabled={lacking.length > 0 || asking}>
            {asking ? 'Asking the server' : 'Check and use it'}
          </button>
          <span>{lacking.length > 0 && `Still needed: ${lacking.join(', ')}.`}</span>
        </p>
      </form>
      <Answer />
    </section>
  )
}

/** What came of it. */
function Answer() {
  const fault = useLabState(({ engine: { choice, phase, fault } }) =>
    choice.kind === 'server' && phase === 'fault' ? fault : null,
  )
  const reason = useLabState(({ engine: { loaded, phase, backend } }) =>
    loaded?.kind === 'server' && phase !== 'loading' && phase !== 'fault' ? backend?.reason : undefined,
  )
  if (fault)
    return (
      <p className="error-text" role="alert">
        {inOneLine(fault)}
      </p>
    )
  return <p role="status">{reason !== undefined && `It answers. ${reason}`}</p>
}
