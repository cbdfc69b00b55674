import { Button, Popover } from '@mantine/core';
import { IconCalendar, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formats, useFormats } from '../../format';
import { FlowDatesForm } from './FlowDatesForm';

interface FlowDatesProps {
  dates: { start: string; end: string };
  isChosen: boolean;
  onChoose: (span: string | undefined) => void;
}

/** The two dates the flow lies between: the page's period, or two of one's own. */
export function FlowDates({ dates, isChosen, onChoose }: FlowDatesProps) {
  const { t } = useTranslation('lifecycle');
  const own = useFormats();
  const format = formats(own.locale, own.currency, 'UTC');
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Popover opened={isOpen} onChange={setOpen} position="bottom-end" width={272} trapFocus>
        <Popover.Target>
          <Button size="xs" variant="default" leftSection={<IconCalendar size={14} />} onClick={() => setOpen(!isOpen)} aria-label={t('flow.dates')}>
            {isChosen ? `${format.day(dates.start)} – ${format.day(dates.end)}` : t('flow.dates')}
          </Button>
        </Popover.Target>
        <Popover.Dropdown p={12}>
          <FlowDatesForm dates={dates} onChoose={(span) => { onChoose(span); setOpen(false); }} />
        </Popover.Dropdown>
      </Popover>
      {isChosen && (
        <Button size="xs" variant="subtle" color="gray" leftSection={<IconX size={13} />} onClick={() => onChoose(undefined)}>{t('flow.reset')}</Button>
      )}
    </>
  );
}
