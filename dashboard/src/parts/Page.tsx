import { Group, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { createContext, useState, type ReactNode } from 'react';
import classes from './Page.module.css';

/** The place above a page's title, for what the pickers have to say of the whole page. */
export const PageTop = createContext<HTMLElement | null>(null);

interface PageProps {
  title: ReactNode;
  /** The one sentence that says what was found. */
  finding?: ReactNode;
  /** Pickers of period, comparison and segment. */
  pickers?: ReactNode;
  /** Buttons, the main one last. */
  actions?: ReactNode;
  /** Where the page hangs below another: a link back, above the title. */
  back?: ReactNode;
  children?: ReactNode;
}

/** A page: title, finding, pickers and actions on top; below it the picture and the table behind it. */
export function Page({ title, finding, pickers, actions, back, children }: PageProps) {
  useDocumentTitle(typeof title === 'string' ? `${title} · Evergrow` : 'Evergrow');
  const [top, setTop] = useState<HTMLElement | null>(null);
  return (
    <div className={classes.page}>
      <div ref={setTop} />
      <header className={classes.header}>
        {back}
        <div className={classes.top}>
          <Title order={1} className={classes.title}>{title}</Title>
          {(pickers || actions) && (
            <Group gap="xs" className={classes.tools}>
              <PageTop value={top}>{pickers}</PageTop>
              {actions}
            </Group>
          )}
        </div>
        {finding && (
          <Text className={classes.finding} component="div" aria-live="polite" data-testid="finding">
            {finding}
          </Text>
        )}
      </header>
      <Stack gap="lg">{children}</Stack>
    </div>
  );
}
