import { Group, SegmentedControl, Stack, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../api/problems';
import { ConditionGroup } from './ConditionGroup';
import classes from './Conditions.module.css';
import { sentOf, useConditionRead, type ConditionDraft } from './draft';
import { claimsIn, rooted, type Tree } from './tree';
import { useVocabulary } from './vocabulary';

interface ConditionEditorProps {
  draft: ConditionDraft;
  onChange: (draft: ConditionDraft) => void;
  /** About customers, or about the fields of one event. */
  of?: 'customer' | 'event';
  event?: string;
}

/** A condition as rows or as text, with what it says in words. */
export function ConditionEditor({ draft, onChange, of = 'customer', event }: ConditionEditorProps) {
  const { t, i18n } = useTranslation('conditions');
  const words = useVocabulary();
  const { answer, isFresh } = useConditionRead(draft, of);
  const textOf = useProblemText();
  const said = answer?.sentence?.[i18n.language === 'ja' ? 'ja' : 'en'];
  const problems = (answer?.problems ?? []).map(textOf).map((problem) => [problem.title, problem.detail, problem.next].filter(Boolean).join(' '));
  const turn = (mode: string) => {
    if (mode === 'text') onChange({ ...draft, mode, text: answer?.text ?? draft.text });
    else if (mode === 'build') onChange({ ...draft, mode, tree: rooted((answer?.tree as Tree | null | undefined) ?? draft.tree) });
  };
  const isUnreadable = draft.mode === 'text' && draft.text.trim() !== '' && (!isFresh || !answer?.tree);
  const isUnfinished = draft.mode === 'build' && sentOf(draft) === null && claimsIn(draft.tree) > 0;
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <SegmentedControl
          size="xs" aria-label={t('view.name')} value={draft.mode} onChange={turn}
          data={[{ value: 'build', label: t('view.build'), disabled: isUnreadable }, { value: 'text', label: t('view.text') }]}
        />
      </Group>
      {draft.mode === 'build' ? (
        <ConditionGroup tree={draft.tree} of={of} event={event ?? null} words={words} isRoot onChange={(tree) => onChange({ ...draft, tree: rooted(tree) })} />
      ) : (
        <Textarea
          aria-label={t('view.text')} description={t('view.textHint')} className={classes.code} value={draft.text} autosize minRows={4} maxRows={16} spellCheck={false}
          onChange={(change) => onChange({ ...draft, text: change.currentTarget.value })}
        />
      )}
      <div aria-live="polite">
        {isUnfinished && <p className={classes.empty}>{t('unfinished')}</p>}
        {problems.map((problem) => <p key={problem} role="alert" className={classes.not} style={{ whiteSpace: 'normal' }}>{problem}</p>)}
        {!isUnfinished && problems.length === 0 && said && <div className={classes.sentence}>{t(`said.${of}`, { said })}</div>}
      </div>
    </Stack>
  );
}
