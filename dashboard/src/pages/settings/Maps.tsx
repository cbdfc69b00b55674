import { Badge, Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PageLink } from '../../address/PageLink';
import { useMaps, useMapTitle, type LifecycleMap } from '../../api/maps';
import { ErrorState } from '../../parts/ErrorState';
import { TableSkeleton } from '../../parts/Skeletons';
import { StageBadge } from '../../parts/StageBadge';
import { MapDialog } from './MapDialog';
import classes from './Settings.module.css';

/** Which map places the customers. */
export function Maps() {
  const { t } = useTranslation('settings');
  const maps = useMaps();
  const [chosen, setChosen] = useState<LifecycleMap | null>(null);
  if (maps.isLoading) return <TableSkeleton rows={3} />;
  if (!maps.data) return <ErrorState error={maps.error} onRetry={() => void maps.refetch()} />;
  const active = maps.data.maps.find((map) => map.name === maps.data.active);
  const activeFirst = [...maps.data.maps].sort((a, b) => Number(b === active) - Number(a === active));
  return (
    <>
      {maps.data.maps.length === 0 && t('map.empty')}
      <ul className={classes.maps}>
        {activeFirst.map((map) => (
          <MapItem key={map.name} map={map} isActive={map === active} onUse={() => setChosen(map)} />
        ))}
      </ul>
      <MapDialog map={chosen} before={active} onClose={() => setChosen(null)} />
    </>
  );
}

function MapItem({ map, isActive, onUse }: { map: LifecycleMap; isActive: boolean; onUse: () => void }) {
  const { t } = useTranslation('settings');
  const title = useMapTitle()(map);
  return (
    <li className={classes.map} data-active={isActive || undefined}>
      <div className={classes.mapHead}>
        <span className={classes.mapName}>{title}</span>
        {isActive ? (
          <Badge variant="light" tt="none">{t('map.active')}</Badge>
        ) : (
          <Button size="xs" variant="default" onClick={onUse} aria-label={`${t('map.use')}: ${title}`}>{t('map.use')}</Button>
        )}
      </div>
      <ol className={classes.stages}>
        {map.document.stages?.map((stage) => (
          <li key={stage.id}><StageBadge stage={stage.id} title={stage.title} color={stage.color} /></li>
        ))}
      </ol>
      {isActive && <PageLink to="/lifecycle/map" className={classes.edit}>{t('map.edit')}</PageLink>}
    </li>
  );
}
