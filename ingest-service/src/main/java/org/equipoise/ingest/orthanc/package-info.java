/**
 * Studies that an Orthanc server has: its log of changes is read on and on, and what it says is new is fetched and
 * taken as through any other door. What Orthanc answers is believed in nothing but what was asked for.
 */
@NullMarked
package org.equipoise.ingest.orthanc;

import org.jspecify.annotations.NullMarked;
