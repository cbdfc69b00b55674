import { Button, Divider, Group, Menu, Popover, Stack, Text } from '@mantine/core';
import { IconCalendar, IconCheck, IconChevronDown } from '@tabler/icons-react';
import { use, useState } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { addDays, datesOf, FIRST_PRESET, isPreset, PRESETS, spanOf, useScope, useToday } from '../../address/period';
import { formats, useFormats } from '../../format';
import { PageTop } from '../Page';
import { SaveReport } from '../saved/SaveReport';
import { OutsideNotice } from './OutsideNotice';
import classes from './Pickers.module.css';
import { SpanForm } from './SpanForm';

/** Calendar dates are written as they stand, in no zone. */
function useDateFormats() {
  const { locale, currency } = useFormats();
  return formats(locale, currency, 'UTC');
}

export function PeriodPicker() {
  const { t } = useTranslation();
  const format = useDateFormats();
  const { scope, change } = useScope();
  const today = useToday();
  const [isOpen, setOpen] = useState(false);
  const dates = isPreset(scope.period) ? datesOf(scope.period, today) : spanOf(scope.period)!;
  const label = isPreset(scope.period) ? t(`period.${scope.period}`) : format.span(dates.start, dates.end);
  const choose = (period: string) => { change({ period }); setOpen(false); };
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" width={272} trapFocus>
      <Popover.Target>
        <Button variant="default" size="xs" onClick={() => setOpen(!isOpen)} leftSection={<IconCalendar size={14} />} rightSection={<IconChevronDown size={13} />} aria-label={t('period.name', { value: label })}>
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={8}>
        <Stack gap={0}>
          {PRESETS.map((preset) => (
            <button key={preset} type="button" className={classes.choice} aria-pressed={scope.period === preset} onClick={() => choose(preset)}>
              <span>{t(`period.${preset}`)}</span>
              {scope.period === preset && <IconCheck size={14} aria-hidden />}
            </button>
          ))}
        </Stack>
        <Divider my={8} />
        <SpanForm key={scope.period} dates={dates} onChoose={choose} />
      </Popover.Dropdown>
    </Popover>
  );
}

export function VersusPicker() {
  const { t } = useTranslation();
  const format = useDateFormats();
  const { scope, change } = useScope();
  const today = useToday();
  const [isAsking, setAsking] = useState(false);
  const span = spanOf(scope.versus);
  const label = span ? t('versus.span', { span: format.span(span.start, span.end) }) : t(`versus.${scope.versus}`);
  const dates = isPreset(scope.period) ? datesOf(scope.period, today) : (spanOf(scope.period) ?? datesOf(FIRST_PRESET, today));
  const days = Math.round((Date.parse(dates.end) - Date.parse(dates.start)) / 86_400_000);
  return (
    <Popover opened={isAsking} onChange={setAsking} position="bottom-end" width={272} trapFocus>
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <Popover.Target>
            <Button variant="default" size="xs" rightSection={<IconChevronDown size={13} />} aria-label={t('versus.name', { value: label })}>{label}</Button>
          </Popover.Target>
        </Menu.Target>
        <Menu.Dropdown>
          {(['previous', 'year'] as const).map((versus) => (
            <Menu.Item key={versus} onClick={() => change({ versus })} rightSection={scope.versus === versus ? <IconCheck size={14} /> : null}>{t(`versus.${versus}`)}</Menu.Item>
          ))}
          <Menu.Item onClick={() => setAsking(true)} rightSection={span ? <IconCheck size={14} /> : null}>{t('versus.other')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Popover.Dropdown p={12}>
        <Text size="sm" fw={500} mb={8}>{t('versus.other')}</Text>
        <SpanForm dates={span ?? { start: addDays(dates.start, -days), end: dates.start }} onChoose={(versus) => { change({ versus }); setAsking(false); }} />
      </Popover.Dropdown>
    </Popover>
  );
}

/** Period, comparison and segment side by side; where the period holds nothing, a notice above the page. */
export function Pickers({ children }: { children: React.ReactNode }) {
  const top = use(PageTop);
  return (
    <>
      <Group gap={6} className={classes.pickers}>{children}<SaveReport /></Group>
      {top && createPortal(<OutsideNotice />, top)}
    </>
  );
}
