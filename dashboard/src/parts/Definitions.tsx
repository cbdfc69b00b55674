import { Anchor, Code, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { createContext, useContext, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client';
import type { Definition } from '../api/figures';
import { ErrorState } from './ErrorState';
import { SidePanel } from './SidePanel';

const Opener = createContext<(key: string) => void>(() => undefined);

/** Opens the definition of a number in the side panel. */
export function useOpenDefinition(): (key: string) => void {
  return useContext(Opener);
}

/** Holds the one side panel in which every number explains itself. */
export function DefinitionPanel({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [key, setKey] = useState<string | null>(null);
  const [isOpen, setOpen] = useState(false);
  const definitions = useQuery({
    queryKey: ['/api/definitions'],
    queryFn: () => api.get('/api/definitions'),
    enabled: isOpen,
    staleTime: Infinity,
  });
  const open = useMemo(() => (next: string) => { setKey(next); setOpen(true); }, []);
  const found = key ? definitions.data?.[key] : undefined;
  return (
    <Opener value={open}>
      {children}
      <SidePanel isOpen={isOpen} onClose={() => setOpen(false)} title={found ? <Words of={found} part="title" /> : t('definition.title')}>
        {definitions.isPending && <Skeleton height={120} />}
        {definitions.isError && <ErrorState error={definitions.error} onRetry={() => void definitions.refetch()} />}
        {definitions.isSuccess && (found ? <DefinitionText definition={found} /> : <Text size="sm">{t('definition.missing')}</Text>)}
      </SidePanel>
    </Opener>
  );
}

/** The operator's language where it is translated, else the server's words. */
function Words({ of, part }: { of: Definition; part: 'title' | 'text' }) {
  const { t } = useTranslation('definitions');
  return <>{t(`${of.key}.${part}`, { defaultValue: of[part] })}</>;
}

function DefinitionText({ definition }: { definition: Definition }) {
  const { t } = useTranslation();
  const isAddress = /^https?:\/\//.test(definition.source);
  return (
    <Stack gap="md">
      <Text size="md"><Words of={definition} part="text" /></Text>
      {definition.formula && (
        <div>
          <Text size="xs" c="dimmed" mb={4}>{t('definition.formula')}</Text>
          <Code block>{definition.formula}</Code>
        </div>
      )}
      {definition.source && (
        <div>
          <Text size="xs" c="dimmed" mb={4}>{t('definition.source')}</Text>
          {isAddress ? <Anchor href={definition.source} target="_blank" rel="noreferrer" size="sm">{definition.source}</Anchor> : <Text size="sm">{definition.source}</Text>}
        </div>
      )}
    </Stack>
  );
}
