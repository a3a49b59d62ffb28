import { holdAgainstEngine } from "./agreement.ts";
import { startUps } from "./start-ups.ts";

holdAgainstEngine(startUps.map((startUp) => ({ ...startUp, reaps: false })));
