import { Badge, Button, Group, Menu, Text } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../format';
import { DeleteDialog } from '../../parts/documents';
import { CopyField } from '../data/Copy';
import classes from './Channels.module.css';
import { KindIcon } from './KindIcon';
import { LastFailures } from './LastFailures';
import { Said } from './Said';
import { failureShare, STANDING_COLORS, standingOf, type Connection } from './shapes';
import { Snippets } from './Snippets';
import { TestDialog } from './TestDialog';
import { useConnectionActions } from './useChannels';

/** A connected channel: whether it works, what went through it, and what can be done with it. */
export function ConnectionCard({ connection, onEdit }: { connection: Connection; onEdit: () => void }) {
  const { t } = useTranslation('channels');
  const format = useFormats();
  const [open, setOpen] = useState<'test' | 'delete' | null>(null);
  const { check, pause, remove } = useConnectionActions(connection, () => setOpen(null));
  const { tries } = connection;
  const share = failureShare(tries);
  const standing = standingOf(connection);
  const figures = [
    ['sent', format.count(tries.sent)], ['perMinute', format.decimal(tries.per_minute)], ['retry', format.count(tries.retry)],
    ['failed', format.count(tries.failed + tries.unknown)], ['share', share === null ? '–' : format.share(share)],
  ] as const;
  return (
    <article className={classes.card} aria-label={connection.name}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Group gap="sm" wrap="nowrap">
          <KindIcon channel={connection.channel} />
          <div><b>{connection.name}</b><div className={classes.quiet}>{t(`kind.${connection.kind}`, { defaultValue: connection.title })}</div></div>
        </Group>
        <Badge variant="light" tt="none" miw="max-content" color={STANDING_COLORS[standing]}>{t(`status.${standing}`)}</Badge>
      </Group>
      <dl className={classes.figures}>
        {figures.map(([name, value]) => <div key={name}><dt>{t(`tries.${name}`)}</dt><dd>{value}</dd></div>)}
      </dl>
      <div aria-live="polite">
        {connection.health && !connection.health.is_well && !check.isPending && !check.data && (
          <Text size="sm" component="div" c="var(--bad)"><div>{t('checkFailed', { date: format.dateTime(connection.health.checked_at) })}</div><Said text={connection.health.what} isWell={false} /></Text>
        )}
        {check.data && <Text size="sm" component="div" c={check.data.is_well ? 'var(--good)' : 'var(--bad)'}><Said text={check.data.what} isWell={check.data.is_well} /></Text>}
        {check.data && Object.keys(check.data.details).length > 0 && <Text size="xs" c="dimmed" lang="en">{Object.entries(check.data.details).map(([key, value]) => `${key}: ${value}`).join(' · ')}</Text>}
        {check.isError && <Text size="sm" c="var(--bad)">{check.error.message}</Text>}
      </div>
      {tries.failed + tries.unknown > 0 && <LastFailures channel={connection.channel} />}
      {connection.report_url && <CopyField label={t('reportUrl')} text={connection.report_url} />}
      <Snippets connection={connection} />
      <Group gap="xs">
        <Button size="xs" variant="default" onClick={() => setOpen('test')}>{t('test.open')}</Button>
        <Button size="xs" variant="default" loading={check.isPending} onClick={() => check.mutate()}>{t('check')}</Button>
        <Menu position="bottom-end" width={200}>
          <Menu.Target><Button size="xs" variant="subtle" rightSection={<IconChevronDown size={13} />}>{t('more')}</Button></Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={onEdit}>{t('edit')}</Menu.Item>
            <Menu.Item onClick={() => pause.mutate()}>{connection.is_paused ? t('resume') : t('pause')}</Menu.Item>
            <Menu.Item color="red" onClick={() => setOpen('delete')}>{t('disconnect.open')}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Group>
      <TestDialog connection={connection} isOpen={open === 'test'} onClose={() => setOpen(null)} />
      <DeleteDialog
        isOpen={open === 'delete'} onClose={() => setOpen(null)} title={t('disconnect.title', { name: connection.name })} confirm={t('disconnect.confirm')} mutation={remove}
        text={t('disconnect.text', { count: tries.sent, sent: format.count(tries.sent) })}
      />
    </article>
  );
}
