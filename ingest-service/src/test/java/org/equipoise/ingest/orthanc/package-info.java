@NullMarked
package org.equipoise.ingest.orthanc;

import org.jspecify.annotations.NullMarked;
