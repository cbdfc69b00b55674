import { Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PieceSpec, PieceValue } from './document';
import classes from './Messages.module.css';

interface PieceFieldProps {
  piece: PieceSpec;
  channel: string;
  value: PieceValue | undefined;
  /** What the check says about it. */
  said: { error: string | null; warning: string | null };
  onChange: (value: PieceValue) => void;
  onCursor: (input: HTMLInputElement | HTMLTextAreaElement) => void;
}

/** One text of a message: a line, a longer text, code, a list or pairs, one a line. */
export function PieceField({ piece, channel, value, said, onChange, onCursor }: PieceFieldProps) {
  const { t } = useTranslation('messages');
  const hint = t(`hint.${channel}.${piece.name}`, { defaultValue: '' });
  const shared = {
    label: t(`piece.${piece.name}`, { defaultValue: piece.name }),
    required: piece.is_required,
    error: said.error,
    description: said.warning ? <span className={classes.warning}>{said.warning}</span> : hint || undefined,
    inputWrapperOrder: ['label', 'input', 'error', 'description'] as ('label' | 'input' | 'error' | 'description')[],
    onSelect: (event: React.SyntheticEvent<HTMLInputElement | HTMLTextAreaElement>) => onCursor(event.currentTarget),
  };
  if (piece.kind === 'line' || piece.kind === 'url') {
    return <TextInput {...shared} type="text" inputMode={piece.kind === 'url' ? 'url' : undefined} value={String(value ?? '')} onChange={(event) => onChange(event.currentTarget.value)} />;
  }
  if (piece.kind === 'list') {
    const lines = Array.isArray(value) ? value : [];
    return <Textarea {...shared} autosize minRows={2} value={lines.join('\n')} onChange={(event) => onChange(event.currentTarget.value === '' ? [] : event.currentTarget.value.split('\n'))} />;
  }
  if (piece.kind === 'map') {
    return <Textarea {...shared} autosize minRows={2} defaultValue={pairsText(value)} onBlur={(event) => onChange(pairsOf(event.currentTarget.value))} />;
  }
  const isCode = piece.kind === 'mjml' || piece.kind === 'html';
  return (
    <Textarea
      {...shared} autosize minRows={isCode ? 14 : 3} maxRows={isCode ? 30 : 12} spellCheck={!isCode} classNames={isCode ? { input: classes.code } : undefined}
      value={String(value ?? '')} onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** `X-Key: value`, one a line. */
export function pairsOf(text: string): Record<string, string> {
  return Object.fromEntries(text.split('\n').flatMap((line) => {
    const [, key, value] = /^\s*([^:\s]+)\s*:\s*(.*)$/.exec(line) ?? [];
    return key ? [[key, value ?? '']] : [];
  }));
}

export function pairsText(value: PieceValue | undefined): string {
  if (typeof value !== 'object' || Array.isArray(value)) return '';
  return Object.entries(value).map(([key, text]) => `${key}: ${text}`).join('\n');
}
