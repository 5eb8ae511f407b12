@NullMarked
package org.equipoise.ingest.s3;

import org.jspecify.annotations.NullMarked;
