// A page's code with @segment/analytics-next, as its README shows it; only `cdnURL` is ours: the settings
// that it fetches there tell it where to send.
import { AnalyticsBrowser } from "@segment/analytics-next";

window.start = (cdnURL, writeKey, integration) =>
  AnalyticsBrowser.load({ writeKey, cdnURL }, { integrations: { "Segment.io": integration } });
