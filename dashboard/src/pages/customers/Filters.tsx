import { Button, NativeSelect, Pill, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Address } from '../../address';
import { useStages, useStageTitle } from '../../api/maps';
import { useSavedSegments } from '../../api/segments';
import { useFormats } from '../../format';
import classes from './Customers.module.css';
import { isFiltered, NO_FILTER, NO_FLOW, RFM_SEGMENTS, type CustomerFilter } from './filters';

interface FiltersProps {
  filter: CustomerFilter;
  onChange: (changes: Address) => void;
}

/** Filters beside the search field. Each change goes to the address. */
export function Filters({ filter, onChange }: FiltersProps) {
  const { t } = useTranslation('customers');
  const stages = useStages();
  const titleOf = useStageTitle();
  const saved = useSavedSegments();
  const choose = (changes: Address) => onChange({ ...changes, offset: undefined });
  return (
    <>
      <NativeSelect
        size="xs"
        aria-label={t('filter.stage')}
        value={filter.stage ?? ''}
        onChange={(event) => choose({ stage: event.currentTarget.value || undefined, segment: undefined, ...(event.currentTarget.value ? {} : { at: undefined }) })}
        data={[
          { value: '', label: t('filter.anyStage') },
          ...stages.map((stage) => ({ value: stage.id, label: titleOf(stage.id, stage.title) })),
        ]}
      />
      {filter.stage && (
        <TextInput
          size="xs"
          type="date"
          aria-label={t('filter.at')}
          title={t('filter.at')}
          value={filter.at?.slice(0, 10) ?? ''}
          onChange={(event) => choose({ at: event.currentTarget.value || undefined })}
        />
      )}
      <NativeSelect
        size="xs"
        aria-label={t('filter.rfm')}
        value={filter.rfm ?? ''}
        onChange={(event) => choose({ rfm: event.currentTarget.value || undefined, segment: undefined })}
        data={[
          { value: '', label: t('filter.anyRfm') },
          ...RFM_SEGMENTS.map((id) => ({ value: id, label: t(`frame:rfm.${id}`) })),
        ]}
      />
      {saved.length > 0 && (
        <NativeSelect
          size="xs"
          aria-label={t('filter.segment')}
          value={filter.segment ?? ''}
          onChange={(event) => choose({ segment: event.currentTarget.value ? `segment:${event.currentTarget.value}` : undefined })}
          data={[{ value: '', label: t('filter.anySegment') }, ...saved.map(({ name, title }) => ({ value: name, label: title }))]}
        />
      )}
      <NativeSelect
        size="xs"
        aria-label={t('filter.known')}
        value={filter.known ?? ''}
        onChange={(event) => choose({ known: event.currentTarget.value || undefined })}
        data={[
          { value: '', label: t('filter.everyone') },
          { value: 'true', label: t('filter.onlyKnown') },
          { value: 'false', label: t('filter.onlyAnonymous') },
        ]}
      />
      <FlowPill filter={filter} onRemove={() => onChange(NO_FLOW)} />
      {isFiltered(filter) && (
        <Button size="xs" variant="subtle" onClick={() => onChange(NO_FILTER)}>{t('filter.clear')}</Button>
      )}
    </>
  );
}

/** A flow that was clicked on the Lifecycle page. */
function FlowPill({ filter, onRemove }: { filter: CustomerFilter; onRemove: () => void }) {
  const { t } = useTranslation('customers');
  const titleOf = useStageTitle();
  const format = useFormats();
  if (!filter.flow) return null;
  const { from, to, start, end } = filter.flow;
  return (
    <Pill
      size="lg"
      className={classes.flow}
      withRemoveButton
      onRemove={onRemove}
      removeButtonProps={{ 'aria-label': t('filter.removeFlow'), 'aria-hidden': false, tabIndex: 0 }}
    >
      {t('filter.flow', {
        from: from ? titleOf(from) : t('filter.notYet'),
        to: titleOf(to), start: format.date(start), end: format.date(end),
      })}
    </Pill>
  );
}
