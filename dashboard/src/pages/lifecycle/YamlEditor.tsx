import { useEffect, useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './Map.module.css';

interface YamlEditorProps {
  label: string;
  text: string;
  onChange: (text: string) => void;
  /** Lines with a problem, from 1. */
  marked: number[];
}

/** A text field with line numbers. Tab indents; Escape, then Tab leaves it, so that a keyboard is never caught. */
export function YamlEditor({ label, text, onChange, marked }: YamlEditorProps) {
  const { t } = useTranslation('lifecycle');
  const area = useRef<HTMLTextAreaElement>(null);
  const gutter = useRef<HTMLDivElement>(null);
  const mayLeave = useRef(false);
  const caret = useRef<number | null>(null);
  useEffect(() => {
    if (caret.current === null || !area.current) return;
    area.current.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  }, [text]);
  const onKey = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === 'Escape') { mayLeave.current = true; return; }
    if (event.key === 'Tab' && !event.shiftKey && !mayLeave.current) {
      event.preventDefault();
      const { selectionStart, selectionEnd } = event.currentTarget;
      caret.current = selectionStart + 2;
      onChange(`${text.slice(0, selectionStart)}  ${text.slice(selectionEnd)}`);
    }
    mayLeave.current = false;
  };
  const lines = text.split('\n').length;
  return (
    <>
      <div className={classes.editor}>
        <div className={classes.gutter} ref={gutter} aria-hidden>
          {Array.from({ length: lines }, (_, index) => (
            <div key={index} data-marked={marked.includes(index + 1) || undefined}>{index + 1}</div>
          ))}
        </div>
        <textarea
          ref={area}
          className={classes.area}
          aria-label={label}
          aria-describedby="yaml-keys"
          aria-invalid={marked.length > 0}
          value={text}
          spellCheck={false}
          autoCapitalize="off"
          autoCorrect="off"
          wrap="off"
          onChange={(event) => onChange(event.currentTarget.value)}
          onKeyDown={onKey}
          onScroll={(event) => gutter.current && (gutter.current.scrollTop = event.currentTarget.scrollTop)}
        />
      </div>
      <div id="yaml-keys" className={classes.keys}>{t('map.keys')}</div>
    </>
  );
}
