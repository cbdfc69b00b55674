import { Select, Stack } from '@mantine/core';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useReport } from '../../api/report';
import { withPiece, type Finding, type MessageDocument, type PieceSpec, type PieceValue } from './document';
import { useFindingText } from './Findings';
import { PieceField } from './PieceField';

interface ContentFormProps {
  document: MessageDocument;
  language: string;
  findings: Finding[];
  onChange: (document: MessageDocument) => void;
}

type Typed = { piece: string; input: HTMLInputElement | HTMLTextAreaElement };

/** The texts of one language, each with what the check says about it, and variables to put in where the cursor stands. */
export function ContentForm({ document, language, findings, onChange }: ContentFormProps) {
  const { t } = useTranslation('messages');
  const known = useReport('/api/messages/variables', {}, { isLive: false }).data;
  const saidOf = useFindingText(findings);
  const last = useRef<Typed | null>(null);
  const content = document.languages[language] ?? {};
  const pieces = shownPieces(known?.channels[document.channel] ?? [], content);
  const set = (piece: string, value: PieceValue) => onChange(withPiece(document, language, piece, value));
  const insert = (path: string | null) => {
    if (!path) return;
    const target = last.current ?? null;
    const piece = target?.piece ?? pieces[0]?.name;
    if (!piece) return;
    const text = String(content[piece] ?? '');
    const start = target?.input.selectionStart ?? text.length;
    const end = target?.input.selectionEnd ?? start;
    const put = `{{ ${path} }}`;
    set(piece, text.slice(0, start) + put + text.slice(end));
    requestAnimationFrame(() => {
      target?.input.focus();
      target?.input.setSelectionRange(start + put.length, start + put.length);
    });
  };
  return (
    <Stack gap="sm">
      <Select
        size="xs" searchable value={null} aria-label={t('variable.insert')} placeholder={t('variable.insert')} nothingFoundMessage={t('variable.none')} limit={60} maw={320}
        data={(known?.variables ?? []).map((variable) => ({ value: variable.path, label: variable.path }))} onChange={insert}
      />
      {pieces.map((piece) => (
        <PieceField
          key={piece.name} piece={piece} channel={document.channel} value={content[piece.name]} said={saidOf(language, piece.name)}
          onChange={(value) => set(piece.name, value)}
          onCursor={(input) => { last.current = { piece: piece.name, input }; }}
        />
      ))}
    </Stack>
  );
}

/** A mail is written in MJML or, where it was begun so, in HTML; never in both. */
function shownPieces(pieces: PieceSpec[], content: Record<string, PieceValue>): PieceSpec[] {
  const isHtml = 'html' in content && !('mjml' in content);
  return pieces.filter((piece) => piece.name !== (isHtml ? 'mjml' : 'html') || pieces.every((each) => each.name !== 'mjml'));
}
