/** What goes into the object store beside what all services share. */
@NullMarked
package org.equipoise.ingest.s3;

import org.jspecify.annotations.NullMarked;
