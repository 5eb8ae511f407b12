@NullMarked
package org.equipoise.ingest.orthanc.http;

import org.jspecify.annotations.NullMarked;
