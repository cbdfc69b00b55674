import { Button, Group, Text, TextInput } from '@mantine/core';
import { IconActivity, IconPlayerPause, IconPlayerPlay, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGo } from '../../../address';
import { useIsLive, useLiveTick } from '../../../api/live';
import { useFormats } from '../../../format';
import { EmptyState } from '../../../parts/EmptyState';
import { Panel } from '../../../parts/Panel';
import { arrive, clear, EMPTY, LIMIT, matching, pause, resume, type LiveRow } from './live';
import classes from './Live.module.css';
import { EventPanel } from './EventPanel';
import { LiveLine } from './LiveLine';

/** Events the second they are counted; a click opens what was sent. */
export function LiveTab() {
  const { t } = useTranslation('data');
  const go = useGo();
  const [list, setList] = useState(EMPTY);
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<LiveRow | null>(null);
  useLiveTick((tick) => setList((before) => arrive(before, tick)));
  const shown = matching(list.rows, text);

  return (
    <Panel
      title={t('live.title')}
      text={t('live.text', { limit: LIMIT })}
      isFlush
      actions={<Controls isPaused={list.isPaused} held={list.held.length} onPause={() => setList(pause)} onResume={() => setList(resume)} onClear={() => setList(clear)} />}
    >
      <Group className={classes.tools} gap="sm">
        <TextInput
          size="xs" w={{ base: '100%', xs: 260 }} aria-label={t('live.filter')} placeholder={t('live.filterHint')}
          value={text} onChange={(event) => setText(event.currentTarget.value)}
        />
        <Status isPaused={list.isPaused} accepted={list.accepted} />
      </Group>
      {list.rows.length === 0 && (
        <div className={classes.none}>
          <EmptyState
            icon={IconActivity}
            title={t('live.emptyTitle')}
            text={t('live.emptyText')}
            action={<Button variant="default" onClick={() => go('/data')}>{t('live.emptyAction')}</Button>}
          />
        </div>
      )}
      {list.rows.length > 0 && shown.length === 0 && <Text className={classes.none} c="dimmed" size="sm">{t('live.noMatch')}</Text>}
      <ol className={classes.list} aria-label={t('live.title')}>
        {shown.map((row) => <LiveLine key={row.key} row={row} onOpen={() => setChosen(row)} />)}
      </ol>
      <EventPanel row={chosen} onClose={() => setChosen(null)} />
    </Panel>
  );
}

interface ControlsProps {
  isPaused: boolean;
  held: number;
  onPause: () => void;
  onResume: () => void;
  onClear: () => void;
}

function Controls({ isPaused, held, onPause, onResume, onClear }: ControlsProps) {
  const { t } = useTranslation('data');
  return (
    <>
      <Button size="xs" variant="subtle" color="gray" leftSection={<IconTrash size={14} />} onClick={onClear}>{t('live.clear')}</Button>
      {isPaused ? (
        <Button size="xs" leftSection={<IconPlayerPlay size={14} />} onClick={onResume}>
          {held > 0 ? t('live.resumeHeld', { count: held }) : t('live.resume')}
        </Button>
      ) : (
        <Button size="xs" variant="default" leftSection={<IconPlayerPause size={14} />} onClick={onPause}>{t('live.pause')}</Button>
      )}
    </>
  );
}

function Status({ isPaused, accepted }: { isPaused: boolean; accepted: number }) {
  const { t } = useTranslation('data');
  const format = useFormats();
  const isLive = useIsLive();
  const state = isPaused ? 'paused' : isLive ? 'connected' : 'connecting';
  return (
    <span className={classes.status}>
      <span className={classes.dot} data-state={state} aria-hidden />
      <span role="status">{t(`live.${state}`)}</span>
      <span className="tabular">· {t('live.rate', { count: accepted, formatted: format.count(accepted) })}</span>
    </span>
  );
}
