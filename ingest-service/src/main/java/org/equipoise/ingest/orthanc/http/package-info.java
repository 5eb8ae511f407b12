/** An Orthanc server over HTTP, and the thread that asks it. */
@NullMarked
package org.equipoise.ingest.orthanc.http;

import org.jspecify.annotations.NullMarked;
