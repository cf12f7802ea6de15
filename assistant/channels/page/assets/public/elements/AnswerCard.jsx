import { useState } from "react";
import { useChatData } from "@chainlit/react-client";
import { BookOpen, Copy, Check, Download, ChevronRight } from "lucide-react";

// The answer under its sentence and chart: table, footnote, folded definition and SQL, actions,
// and the questions that can be asked with one click. It shows what it is given and computes nothing.

function Table({ table }) {
  if (!table) return null;
  return (
    <div className="ws-table-box">
      <table className="ws-table">
        <thead>
          <tr>{table.columns.map((c, i) => <th key={i} className={c.number ? "ws-number" : ""}>{c.label}</th>)}</tr>
        </thead>
        <tbody>
          {table.rows.map((row, r) => (
            <tr key={r}>
              {row.map((cell, i) => (
                <td key={i} className={`${table.columns[i].number ? "ws-number" : ""} ${cell.tone || ""}`}>{cell.text}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {table.note ? <div className="ws-table-note">{table.note}</div> : null}
    </div>
  );
}

function Under({ notes, footnote }) {
  if (!notes.length && !footnote.length) return null;
  return (
    <div className="ws-footnote">
      {notes.map((line, i) => <p key={i}>{line}</p>)}
      <p>{footnote.map((line, i) => <span key={i}>{line}</span>)}</p>
    </div>
  );
}

function Fold({ fold, words }) {
  if (!fold) return null;
  return (
    <details className="ws-fold">
      <summary><ChevronRight className="ws-chevron" aria-hidden="true" />{words.fold}</summary>
      <div className="ws-fold-body">
        {fold.definitions.length ? <h4>{words.definitions}</h4> : null}
        {fold.definitions.map((d, i) => (
          <p key={i} className="ws-definition"><b>{d.label}</b> {d.text} <span className="ws-version">{d.version}</span></p>
        ))}
        {fold.facts.map((line, i) => <p key={i} className="ws-fact">{line}</p>)}
        {fold.sql.length ? <h4>{words.sql}</h4> : null}
        {fold.sql.map((sql, i) => <pre key={i} className="ws-sql"><code>{sql}</code></pre>)}
      </div>
    </details>
  );
}

async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const box = document.createElement("textarea");
    box.value = text;
    box.style.position = "fixed";
    box.style.opacity = "0";
    document.body.appendChild(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    return done;
  }
}

function CopyButton({ text, words }) {
  const [state, setState] = useState("");
  const copy = async () => {
    setState((await toClipboard(text)) ? "copied" : "copy_failed");
    setTimeout(() => setState(""), 2500);
  };
  return (
    <button type="button" className="ws-action ws-copy" onClick={copy}>
      {state === "copied" ? <Check /> : <Copy />}{words[state || "copy"]}
    </button>
  );
}

function Questions({ title, questions, name, lessons = [] }) {
  const { loading } = useChatData();
  if (!questions.length) return null;
  return (
    <div className={`ws-questions ${name}`}>
      <div className="ws-questions-title">{title}</div>
      <div className="ws-questions-list">
        {questions.map((q, i) => (
          <span key={i} className="ws-choice">
            <button type="button" disabled={loading} onClick={() => sendUserMessage(q)}>{q}</button>
            {lessons[i] ? (
              <button type="button" className="ws-remember" disabled={loading} onClick={() => sendUserMessage(lessons[i].send)}>{lessons[i].label}</button>
            ) : null}
          </span>
        ))}
      </div>
    </div>
  );
}

function OwnWords({ own }) {
  const { loading } = useChatData();
  return (
    <button type="button" className="ws-action ws-own" disabled={loading} onClick={() => sendUserMessage(own.send)}>
      <BookOpen />{own.label}
    </button>
  );
}

export default function AnswerCard() {
  const { words, table, notes, footnote, fold, markdown, csv, options, next } = props;
  return (
    <div className="ws-card" lang={props.lang === "en" ? "en" : "zh-CN"}>
      <Questions title={props.optionsTitle} questions={options} name="ws-options" lessons={props.lessons} />
      <Table table={table} />
      <Under notes={notes} footnote={footnote} />
      <Fold fold={fold} words={words} />
      {markdown || csv || props.own ? (
        <div className="ws-actions">
          {markdown ? <CopyButton text={markdown} words={words} /> : null}
          {csv ? <a className="ws-action ws-csv" href={csv.href} download={csv.name}><Download />{words.csv}</a> : null}
          {props.own ? <OwnWords own={props.own} /> : null}
        </div>
      ) : null}
      <Questions title={words.next} questions={next} name="ws-next" />
    </div>
  );
}
