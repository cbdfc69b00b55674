import { ActionIcon, Button, Group, Menu } from '@mantine/core';
import { IconDots, IconKeyOff, IconPencil, IconPlugConnected } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../format';
import type { Column } from '../../../parts/table';
import { Copy } from '../Copy';
import type { Source } from '../shapes';
import classes from './Sources.module.css';
import { canConnect, statusOf } from './status';

interface Acts {
  onConnect: (source: Source) => void;
  onRename: (source: Source) => void;
  onRevoke: (source: Source) => void;
}

export function useSourceColumns(acts: Acts): Column<Source>[] {
  const { t } = useTranslation('data');
  const format = useFormats();
  const count = (key: 'accepted' | 'quarantined' | 'duplicates', title: string): Column<Source> => ({
    key, title, isNumber: true, isSortable: true, isMinor: true,
    value: (source) => source[key],
    cell: (source) => format.count(source[key]),
  });
  return [
    { key: 'name', title: t('source.name'), isSortable: true, value: (source) => source.name, cell: (source) => <Name source={source} /> },
    { key: 'key', title: t('source.key'), isMinor: true, cell: (source) => <Key source={source} /> },
    count('accepted', t('source.accepted')),
    count('quarantined', t('source.quarantined')),
    count('duplicates', t('source.duplicates')),
    {
      key: 'last', title: t('source.last'), isSortable: true, isNumber: true, isMinor: true,
      value: (source) => source.last_event_at,
      cell: (source) => (source.last_event_at ? <span title={format.dateTime(source.last_event_at)}>{format.ago(source.last_event_at)}</span> : t('source.never')),
    },
    { key: 'acts', title: t('source.acts'), cell: (source) => <Actions source={source} acts={acts} /> },
  ];
}

function Name({ source }: { source: Source }) {
  const { t } = useTranslation('data');
  const format = useFormats();
  const status = statusOf(source, new Date());
  const lastHour = source.events_last_hour ?? 0;
  const heard =
    status === 'receiving' && lastHour > 0
      ? t('source.lastHourCount', { count: lastHour, formatted: format.count(lastHour) })
      : t(`source.${status}`);
  return (
    <div>
      <div className={classes.name}>{source.name}</div>
      <div className={classes.below}>
        {canConnect(source) && <span className={classes.dot} data-status={status} aria-hidden />}
        <span>
          {canConnect(source) && `${heard} · `}
          {t(`source.kinds.${source.kind}`)}
        </span>
      </div>
    </div>
  );
}

function Key({ source }: { source: Source }) {
  const { t } = useTranslation('data');
  if (!canConnect(source) || !source.write_key) return <span className={classes.below}>–</span>;
  return (
    <Group gap={2} wrap="nowrap">
      <code className={classes.key}>{source.write_key}</code>
      <Copy text={source.write_key} what={`${t('source.key')}: ${source.name}`} />
    </Group>
  );
}

function Actions({ source, acts }: { source: Source; acts: Acts }) {
  const { t } = useTranslation('data');
  return (
    <Group gap={4} wrap="nowrap" justify="flex-end">
      {canConnect(source) && (
        <Button
          size="compact-sm" variant="light" leftSection={<IconPlugConnected size={14} />}
          onClick={() => acts.onConnect(source)} aria-label={t('source.connectName', { name: source.name })}
        >
          {t('source.connect')}
        </Button>
      )}
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={t('source.actions', { name: source.name })}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => acts.onRename(source)}>{t('source.rename')}</Menu.Item>
          {canConnect(source) && (
            <Menu.Item color="red" leftSection={<IconKeyOff size={15} />} onClick={() => acts.onRevoke(source)}>
              {t('source.revoke')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}
