import classes from './MailFrame.module.css';

interface MailFrameProps {
  /** Its address, as the server gave it: what is shown there has a policy of its own. */
  src: string;
  title: string;
  width?: 'desktop' | 'phone';
  /** Whether its links open, each in a page of its own. */
  hasLinks?: boolean;
}

/** A mail as it is opened. It runs no scripts and sends no form. Another mail is another frame: none of them is a step back. */
export function MailFrame({ src, title, width = 'desktop', hasLinks = false }: MailFrameProps) {
  return (
    <iframe
      key={src} className={classes.frame} data-width={width} src={src} title={title} referrerPolicy="no-referrer"
      sandbox={hasLinks ? 'allow-popups allow-popups-to-escape-sandbox' : ''}
    />
  );
}
