import { Button, SegmentedControl } from '@mantine/core';
import { IconDeviceFloppy } from '@tabler/icons-react';
import { useBlocker } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddress } from '../../address';
import { FormError } from '../../parts/FormError';
import { Page } from '../../parts/Page';
import { Actions } from './actions/Actions';
import { useSave } from './actions/useJourneyActions';
import { BacktestView } from './backtest/BacktestView';
import { draftOf, plainOf } from './document';
import { DrawView } from './DrawView';
import { Finding } from './Finding';
import { useHistory } from './history';
import { BackToJourneys } from './JourneyPage';
import { RunView } from './run/RunView';
import type { Journey } from './shapes';
import { useCheck } from './useCheck';
import { YamlView, type Typed } from './yaml/YamlView';

const VIEWS = ['draw', 'yaml', 'backtest', 'run'] as const;
type View = (typeof VIEWS)[number];

/** Where a journey is worked on. The draft lives here, so that every view shows the same one. */
export function Workbench({ journey }: { journey: Journey }) {
  const { t } = useTranslation('journeys');
  const [address, change] = useAddress();
  const history = useHistory(useMemo(() => draftOf({ ...journey.document, title: journey.title, ...(journey.description ? { description: journey.description } : {}) }), []));
  const [saved, setSaved] = useState(() => JSON.stringify(plainOf(history.now)));
  const [typed, setTyped] = useState<Typed | null>(null);
  const draft = history.now;
  const isChanged = JSON.stringify(plainOf(draft)) !== saved;
  const check = useCheck(draft);
  const save = useSave(journey.name, (sent) => setSaved(JSON.stringify(sent)));
  useBlocker({ shouldBlockFn: ({ current, next }) => isChanged && current.pathname !== next.pathname && !window.confirm(t('leave')), enableBeforeUnload: () => isChanged });
  const views = VIEWS.filter((view) => view !== 'run' || journey.state);
  const view: View = views.find((each) => each === address.view) ?? (journey.state ? 'run' : 'draw');
  return (
    <Page
      title={draft.title || journey.name}
      back={<BackToJourneys />}
      finding={<Finding journey={journey} check={check} isChanged={isChanged} />}
      pickers={
        <SegmentedControl
          size="xs" aria-label={t('view.name')} value={view} onChange={(next) => change({ view: next, step: undefined })}
          data={views.map((each) => ({ value: each, label: t(`view.${each}`) }))}
        />
      }
      actions={
        <>
          <Actions journey={journey} isChanged={isChanged} problems={check.problems.length} onTake={(taken) => { history.set(taken); change({ view: 'draw', step: undefined }); }} />
          <Button
            size="xs" variant={isChanged ? 'filled' : 'default'} leftSection={<IconDeviceFloppy size={14} />} disabled={!isChanged} loading={save.isPending}
            onClick={() => save.mutate(plainOf(draft))}
          >
            {t('action.save')}
          </Button>
        </>
      }
    >
      <FormError error={JSON.stringify(save.variables) === JSON.stringify(plainOf(draft)) ? save.error : null} />
      {view === 'draw' && <DrawView journey={journey} history={history} check={check} />}
      {view === 'yaml' && <YamlView history={history} check={check} typed={typed} onTyped={setTyped} />}
      {view === 'backtest' && <BacktestView journey={journey} draft={draft} isChanged={isChanged} />}
      {view === 'run' && <RunView journey={journey} />}
    </Page>
  );
}
