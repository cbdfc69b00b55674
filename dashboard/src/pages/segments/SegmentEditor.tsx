import { Button, Textarea, TextInput } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useBlocker } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGo } from '../../address';
import { PageLink } from '../../address/PageLink';
import { useFormProblems } from '../../api/fieldProblems';
import { ConditionEditor, type ConditionDraft } from '../../parts/conditions';
import { slugOf } from '../../parts/documents';
import { FormError } from '../../parts/FormError';
import { Page } from '../../parts/Page';
import { Panel } from '../../parts/Panel';
import { Found } from './Found';
import { SegmentFinding } from './SegmentFinding';
import { SegmentMenu } from './SegmentMenu';
import classes from './Segments.module.css';
import type { Segment } from './shapes';
import { formOf, useSegmentActions, useSegmentPreview, type SegmentForm } from './useSegment';

interface SegmentEditorProps {
  segment: Segment | null;
  /** What a new segment begins with. */
  first?: ConditionDraft;
}

export function SegmentEditor({ segment, first }: SegmentEditorProps) {
  const { t } = useTranslation('segments');
  const go = useGo();
  const [form, setForm] = useState(() => (first ? { ...formOf(segment), draft: first } : formOf(segment)));
  const [isNamed, setNamed] = useState(segment !== null);
  const [isChanged, setChanged] = useState(false);
  const isLeaving = useRef(false);
  const change = (part: Partial<SegmentForm>) => {
    setForm((before) => ({ ...before, ...part, ...('title' in part && !isNamed ? { name: slugOf(part.title ?? '') } : {}) }));
    setChanged(true);
  };
  useBlocker({ shouldBlockFn: () => isChanged && !isLeaving.current && !window.confirm(t('leave')), enableBeforeUnload: () => isChanged });
  const leave = (to: string) => {
    isLeaving.current = true;
    setChanged(false);
    go(to);
  };
  const { save, remove, canSave } = useSegmentActions(form, {
    saved: (kept) => (segment ? setChanged(false) : leave(`/segments/${encodeURIComponent(kept.name)}`)),
    deleted: () => leave('/segments'),
  });
  useEffect(() => {
    isLeaving.current = false;
  }, []);
  const preview = useSegmentPreview(form);
  const told = useFormProblems(save.error, ['name', 'title', 'segment']);
  return (
    <Page
      title={segment?.title ?? t('newTitle')}
      back={<PageLink to="/segments" className={classes.back}><IconArrowLeft size={14} aria-hidden /> {t('all')}</PageLink>}
      finding={segment ? <SegmentFinding segment={segment} /> : t('newText')}
      actions={(
        <>
          {segment && <SegmentMenu segment={segment} remove={remove} onTake={(taken) => change({ draft: taken })} />}
          <Button size="xs" disabled={!canSave || (!isChanged && segment !== null)} loading={save.isPending} onClick={() => save.mutate()}>{t('save')}</Button>
        </>
      )}
    >
      <FormError error={told.rest} />
      <div className={classes.columns}>
        <div className={classes.main}>
          <Panel title={t('who')}>
            <div className={classes.names}>
              <TextInput label={t('field.title')} required value={form.title} error={told.fields.title} maxLength={200} onChange={(event) => change({ title: event.currentTarget.value })} />
              <TextInput
                label={t('field.name')} description={segment ? undefined : t('field.nameHint')} inputWrapperOrder={['label', 'input', 'error', 'description']} required value={form.name} error={told.fields.name ?? told.fields.segment} readOnly={segment !== null} maxLength={40}
                onChange={(event) => { setNamed(true); change({ name: event.currentTarget.value }); }}
              />
            </div>
            <ConditionEditor draft={form.draft} onChange={(draft) => change({ draft })} />
            <Textarea mt="md" label={t('field.description')} autosize minRows={1} value={form.description} maxLength={2000} onChange={(event) => change({ description: event.currentTarget.value })} />
          </Panel>
        </div>
        <div className={classes.side} aria-live="polite">
          <Found preview={preview} />
        </div>
      </div>
    </Page>
  );
}
